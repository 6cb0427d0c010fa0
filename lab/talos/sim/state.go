package sim

import (
	"context"

	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/cosi-project/runtime/pkg/state"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// routedState serves the resources of the machine that a call is meant for, to read only.
type routedState struct{}

var errReadOnly = status.Error(codes.PermissionDenied, "resources are read-only")

func (routedState) Get(
	ctx context.Context, pointer resource.Pointer, options ...state.GetOption,
) (resource.Resource, error) {
	return target(ctx).resources.Get(ctx, pointer, options...)
}

func (routedState) List(
	ctx context.Context, kind resource.Kind, options ...state.ListOption,
) (resource.List, error) {
	return target(ctx).resources.List(ctx, kind, options...)
}

func (routedState) Create(context.Context, resource.Resource, ...state.CreateOption) error {
	return errReadOnly
}

func (routedState) Update(context.Context, resource.Resource, ...state.UpdateOption) error {
	return errReadOnly
}

func (routedState) Destroy(context.Context, resource.Pointer, ...state.DestroyOption) error {
	return errReadOnly
}

func (routedState) Watch(
	ctx context.Context, pointer resource.Pointer, events chan<- state.Event, options ...state.WatchOption,
) error {
	return target(ctx).resources.Watch(ctx, pointer, events, options...)
}

func (routedState) WatchKind(
	ctx context.Context, kind resource.Kind, events chan<- state.Event, options ...state.WatchKindOption,
) error {
	return target(ctx).resources.WatchKind(ctx, kind, events, options...)
}

func (routedState) WatchKindAggregated(
	ctx context.Context, kind resource.Kind, events chan<- []state.Event, options ...state.WatchKindOption,
) error {
	return target(ctx).resources.WatchKindAggregated(ctx, kind, events, options...)
}

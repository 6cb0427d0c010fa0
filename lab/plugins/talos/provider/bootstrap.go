package provider

import (
	"context"
	"slices"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"google.golang.org/grpc/codes"
)

// bootstrapResource starts etcd on the first control plane.
type bootstrapResource struct{}

func (bootstrapResource) check(inputs properties) []failure {
	return slices.Concat(checkCredentials(inputs), checkTimeouts(inputs))
}

func (bootstrapResource) diff(_, oldInputs, news properties) (changes, replaces []string) {
	return changed(oldInputs, news), nil
}

func bootstrapOutputs(inputs properties) properties {
	result := properties{}
	for name, value := range inputs {
		if name != "clientConfigurationWo" {
			result[name] = value
		}
	}
	if inputs["endpoint"] == nil {
		result["endpoint"] = inputs["node"]
	}

	return result
}

func (bootstrapResource) create(ctx context.Context, op operation, inputs properties) (string, properties, error) {
	outputs := bootstrapOutputs(inputs)
	if op.preview {
		return "", outputs, nil
	}
	var args struct {
		node
		Timeouts timeouts `json:"timeouts"`
	}
	if err := inputs.into(&args); err != nil {
		return "", nil, err
	}
	limit, err := op.timeout(args.Timeouts.Create)
	if err != nil {
		return "", nil, err
	}
	// A machine that is still coming up answers FailedPrecondition, as one that never will be bootstrapped
	// does; only the time limit tells them apart.
	final := []codes.Code{codes.InvalidArgument, codes.PermissionDenied}
	err = retry(ctx, limit, "bootstrapping "+args.Node, final, func(ctx context.Context) error {
		return args.call(ctx, false, func(ctx context.Context, c *client.Client) error {
			err := c.Bootstrap(ctx, &machineapi.BootstrapRequest{})
			if client.StatusCode(err) == codes.AlreadyExists {
				return nil // by an up whose end was not recorded
			}

			return err
		})
	})

	return "machine_bootstrap", outputs, err
}

// update changes what state says and nothing else: a cluster is bootstrapped once.
func (bootstrapResource) update(_ context.Context, _ operation, _, news properties) (properties, error) {
	return bootstrapOutputs(news), nil
}

func (bootstrapResource) delete(context.Context, operation, properties) error { return nil }

// Package provider implements the resources and functions of the Talos provider.
package provider

import (
	"context"
	"slices"
	"strings"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Version is the version of the provider whose tokens and properties these are.
const Version = "0.8.1"

// operation is what a resource needs to know of the call that it serves.
type operation struct {
	preview bool
	// limit is the caller's time limit in seconds; 0 if there is none.
	limit float64
}

// failure is an input that cannot be right.
type failure struct{ property, reason string }

// resource is one type of resource. Inputs and outputs are as the schema names them.
type resource interface {
	check(inputs properties) []failure
	// diff names the inputs that change, and those among them that need a replacement.
	diff(olds, oldInputs, news properties) (changes, replaces []string)
	create(ctx context.Context, op operation, inputs properties) (id string, outputs properties, err error)
	update(ctx context.Context, op operation, olds, news properties) (properties, error)
	delete(ctx context.Context, op operation, olds properties) error
}

type function func(ctx context.Context, args properties) (properties, error)

// Provider serves one engine.
type Provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	resources map[string]resource
	functions map[string]function
	factory   *imageFactory

	cancelled context.Context
	cancel    context.CancelFunc
	once      sync.Once
}

// New makes a provider that uses the public Image Factory until it is configured otherwise.
func New() *Provider {
	cancelled, cancel := context.WithCancel(context.Background())
	factory := &imageFactory{url: defaultImageFactory}

	return &Provider{
		cancelled: cancelled, cancel: cancel, factory: factory,
		resources: map[string]resource{
			"talos:cluster/kubeconfig:Kubeconfig":                 kubeconfigResource{},
			"talos:imageFactory/schematic:Schematic":              schematicResource{factory},
			"talos:machine/bootstrap:Bootstrap":                   bootstrapResource{},
			"talos:machine/configurationApply:ConfigurationApply": applyResource{},
			"talos:machine/secrets:Secrets":                       secretsResource{},
		},
		functions: map[string]function{
			"talos:client/getConfiguration:getConfiguration":  clientConfigurationFunction,
			"talos:imageFactory/getUrls:getUrls":              factory.urls,
			"talos:machine/getConfiguration:getConfiguration": machineConfigurationFunction,
		},
	}
}

// GetPluginInfo tells the plugin's version.
func (*Provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// Attach is called where a debugger runs the plugin; there is nothing to attach.
func (*Provider) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// GetSchema answers with no schema: the SDK carries it.
func (*Provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	return &pulumirpc.GetSchemaResponse{Schema: "{}"}, nil
}

// CheckConfig takes any configuration: the Image Factory's URL is all there is.
func (*Provider) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: request.News}, nil
}

// DiffConfig never asks for a replacement: no resource depends on how it was made.
func (*Provider) DiffConfig(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return diffResponse(changed(decodeStruct(request.OldInputs), decodeStruct(request.News)), nil), nil
}

// Configure takes the Image Factory's URL.
func (p *Provider) Configure(
	_ context.Context, request *pulumirpc.ConfigureRequest,
) (*pulumirpc.ConfigureResponse, error) {
	arguments := decodeStruct(request.Args)
	url, _ := plain(arguments["imageFactoryUrl"]).(string)
	if url == "" {
		url = request.Variables["talos:config:imageFactoryUrl"]
	}
	p.factory.configure(url)

	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true}, nil
}

// Cancel ends what is under way, so that the engine can save its state.
func (p *Provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	p.once.Do(p.cancel)

	return &emptypb.Empty{}, nil
}

// bounded ends a call when the engine cancels.
func (p *Provider) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(p.cancelled, cancel)

	return ctx, func() {
		stop()
		cancel()
	}
}

// typeOf reads the resource type out of a URN: urn:pulumi:stack::project::parentType$type::name.
func typeOf(urn string) string {
	parts := strings.Split(urn, "::")
	if len(parts) < 3 {
		return ""
	}

	return parts[2][strings.LastIndex(parts[2], "$")+1:]
}

func (p *Provider) resource(urn string) (resource, error) {
	if found, ok := p.resources[typeOf(urn)]; ok {
		return found, nil
	}

	return nil, status.Errorf(codes.NotFound, "unknown resource type %q", typeOf(urn))
}

// Check says which inputs cannot be right.
func (p *Provider) Check(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	resource, err := p.resource(request.Urn)
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.CheckResponse{Inputs: request.News}
	for _, failed := range resource.check(decodeStruct(request.News)) {
		response.Failures = append(response.Failures, &pulumirpc.CheckFailure{Property: failed.property, Reason: failed.reason})
	}

	return response, nil
}

// Diff compares a resource's inputs with its former ones.
func (p *Provider) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	resource, err := p.resource(request.Urn)
	if err != nil {
		return nil, err
	}
	changes, replaces := resource.diff(
		decodeStruct(request.Olds), decodeStruct(request.OldInputs), decodeStruct(request.News))
	changes = slices.DeleteFunc(changes, func(name string) bool { return slices.Contains(request.IgnoreChanges, name) })

	return diffResponse(changes, replaces), nil
}

func diffResponse(changes, replaces []string) *pulumirpc.DiffResponse {
	response := &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_NONE, Diffs: changes, HasDetailedDiff: true,
		DetailedDiff: map[string]*pulumirpc.PropertyDiff{},
	}
	for _, name := range changes {
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
		kind := pulumirpc.PropertyDiff_UPDATE
		if slices.Contains(replaces, name) {
			response.Replaces = append(response.Replaces, name)
			kind = pulumirpc.PropertyDiff_UPDATE_REPLACE
		}
		response.DetailedDiff[name] = &pulumirpc.PropertyDiff{Kind: kind, InputDiff: true}
	}

	return response
}

// Create makes a resource, or in a preview says what is known of it.
func (p *Provider) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	resource, err := p.resource(request.Urn)
	if err != nil {
		return nil, err
	}
	ctx, done := p.bounded(ctx)
	defer done()
	op := operation{preview: request.Preview, limit: request.Timeout}
	id, outputs, err := resource.create(ctx, op, decodeStruct(request.Properties))
	if err != nil {
		return nil, err
	}
	encoded, err := outputs.encode()
	if err != nil {
		return nil, err
	}
	if request.Preview {
		id = ""
	}

	return &pulumirpc.CreateResponse{Id: id, Properties: encoded}, nil
}

// Update changes a resource, or in a preview says what is known of it.
func (p *Provider) Update(ctx context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	resource, err := p.resource(request.Urn)
	if err != nil {
		return nil, err
	}
	ctx, done := p.bounded(ctx)
	defer done()
	op := operation{preview: request.Preview, limit: request.Timeout}
	outputs, err := resource.update(ctx, op, decodeStruct(request.Olds), decodeStruct(request.News))
	if err != nil {
		return nil, err
	}
	encoded, err := outputs.encode()

	return &pulumirpc.UpdateResponse{Properties: encoded}, err
}

// Delete removes a resource.
func (p *Provider) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	resource, err := p.resource(request.Urn)
	if err != nil {
		return nil, err
	}
	ctx, done := p.bounded(ctx)
	defer done()

	return &emptypb.Empty{}, resource.delete(ctx, operation{limit: request.Timeout}, decodeStruct(request.Properties))
}

// Read returns what state has: no resource of this provider can be read back from a machine.
func (p *Provider) Read(_ context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	if _, err := p.resource(request.Urn); err != nil {
		return nil, err
	}

	return &pulumirpc.ReadResponse{Id: request.Id, Properties: request.Properties, Inputs: request.Inputs}, nil
}

// Invoke runs a function.
func (p *Provider) Invoke(ctx context.Context, request *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	run, ok := p.functions[request.Tok]
	if !ok {
		return nil, status.Errorf(codes.NotFound, "unknown function %q", request.Tok)
	}
	ctx, done := p.bounded(ctx)
	defer done()
	result, err := run(ctx, decodeStruct(request.Args))
	if err != nil {
		return nil, err
	}
	encoded, err := result.encode()

	return &pulumirpc.InvokeResponse{Return: encoded}, err
}

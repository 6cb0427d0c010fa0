package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"hearth.dev/lab/plugins/talos/provider"
)

const (
	secretKey  = "4dabf18193072939515e22adb298388d"
	unknown    = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
	secrets    = "talos:machine/secrets:Secrets"
	apply      = "talos:machine/configurationApply:ConfigurationApply"
	bootstrap  = "talos:machine/bootstrap:Bootstrap"
	kubeconfig = "talos:cluster/kubeconfig:Kubeconfig"
	schematic  = "talos:imageFactory/schematic:Schematic"
)

type object = map[string]any

func urn(token string) string { return "urn:pulumi:test::test::" + token + "::it" }

func packed(t *testing.T, value object) *structpb.Struct {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var result structpb.Struct
	if err := result.UnmarshalJSON(raw); err != nil {
		t.Fatal(err)
	}

	return &result
}

// engine drives a provider as the Pulumi engine does.
type engine struct {
	t *testing.T
	p *provider.Provider
}

func newEngine(t *testing.T, config object) engine {
	t.Helper()
	t.Parallel()
	p := provider.New()
	response, err := p.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: packed(t, config)})
	if err != nil || !response.AcceptSecrets || !response.SupportsPreview {
		t.Fatalf("unexpected configuration %v, %v", response, err)
	}

	return engine{t, p}
}

func (e engine) create(token string, inputs object) (string, object, error) {
	e.t.Helper()
	check, err := e.p.Check(context.Background(), &pulumirpc.CheckRequest{Urn: urn(token), News: packed(e.t, inputs)})
	if err != nil {
		return "", nil, err
	}
	if len(check.Failures) > 0 {
		return "", nil, fmt.Errorf("%s: %s", check.Failures[0].Property, check.Failures[0].Reason)
	}
	response, err := e.p.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urn(token), Properties: check.Inputs})
	if err != nil {
		return "", nil, err
	}

	return response.Id, response.Properties.AsMap(), nil
}

func (e engine) mustCreate(token string, inputs object) object {
	e.t.Helper()
	_, outputs, err := e.create(token, inputs)
	if err != nil {
		e.t.Fatal(err)
	}

	return outputs
}

func (e engine) preview(token string, inputs object) object {
	e.t.Helper()
	response, err := e.p.Create(context.Background(),
		&pulumirpc.CreateRequest{Urn: urn(token), Properties: packed(e.t, inputs), Preview: true})
	if err != nil {
		e.t.Fatal(err)
	}

	return response.Properties.AsMap()
}

func (e engine) diff(token string, olds, oldInputs, news object) *pulumirpc.DiffResponse {
	e.t.Helper()
	response, err := e.p.Diff(context.Background(), &pulumirpc.DiffRequest{
		Urn: urn(token), Olds: packed(e.t, olds), OldInputs: packed(e.t, oldInputs), News: packed(e.t, news)})
	if err != nil {
		e.t.Fatal(err)
	}

	return response
}

func (e engine) update(token string, olds, news object) object {
	e.t.Helper()
	response, err := e.p.Update(context.Background(), &pulumirpc.UpdateRequest{
		Urn: urn(token), Olds: packed(e.t, olds), News: packed(e.t, news)})
	if err != nil {
		e.t.Fatal(err)
	}

	return response.Properties.AsMap()
}

func (e engine) invoke(token string, args object) (object, error) {
	e.t.Helper()
	response, err := e.p.Invoke(context.Background(), &pulumirpc.InvokeRequest{Tok: token, Args: packed(e.t, args)})
	if err != nil {
		return nil, err
	}

	return response.Return.AsMap(), nil
}

// reveal takes a secret's value out, and fails if it is none.
func reveal(t *testing.T, value any) any {
	t.Helper()
	marked, ok := value.(object)
	if !ok || marked[secretKey] == nil {
		t.Fatal("this should be a secret")
	}

	return marked["value"]
}

func (e engine) configuration(keys object, kind string, patches ...string) any {
	e.t.Helper()
	list := make([]any, 0, len(patches))
	for _, patch := range patches {
		list = append(list, patch)
	}
	result, err := e.invoke("talos:machine/getConfiguration:getConfiguration", object{
		"clusterName": "test", "clusterEndpoint": "https://192.0.2.10:6443", "machineType": kind,
		"machineSecrets": keys["machineSecrets"], "talosVersion": "v1.12.4", "kubernetesVersion": "v1.35.0",
		"configPatches": list,
	})
	if err != nil {
		e.t.Fatal(err)
	}

	return result["machineConfiguration"]
}

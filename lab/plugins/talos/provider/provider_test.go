package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"hearth.dev/lab/plugins/talos/provider"
	"hearth.dev/lab/talos/sim"
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

const diskPatch = "machine: {install: {disk: '', diskSelector: {size: '>= 32GB'}}}"

func newRack(t *testing.T) (*sim.World, map[string]string, string) {
	t.Helper()
	dir := t.TempDir()
	machine := func(name, address string) sim.MachineHardware {
		return sim.MachineHardware{
			Name: name, Architecture: "amd64", Address: address, CPUs: 4, MemoryMiB: 4096,
			Disks: []sim.Disk{{Device: "/dev/nvme0n1", Model: "Made-up", SizeBytes: 64_000_000_000, Transport: "nvme"}},
			NICs:  []sim.NIC{{Name: "eno1", MAC: "02:00:00:00:00:01", Driver: "e1000e", Physical: true}},
		}
	}
	inventory := &sim.Inventory{Cluster: "test", Machines: []sim.MachineHardware{
		machine("cp1", "192.0.2.11"), machine("w1", "192.0.2.21")}}
	world, err := sim.NewWorld(inventory, dir, sim.NewEvents(io.Discard), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := world.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Stop)
	raw, err := os.ReadFile(filepath.Join(dir, "endpoints.json"))
	if err != nil {
		t.Fatal(err)
	}
	endpoints := map[string]string{}
	if err := json.Unmarshal(raw, &endpoints); err != nil {
		t.Fatal(err)
	}

	return world, endpoints, dir
}

func TestSecretsAreMadeOnceAndMarked(t *testing.T) {
	e := newEngine(t, object{})
	inputs := object{"talosVersion": "v1.11"}
	keys := e.mustCreate(secrets, inputs)
	certs := keys["machineSecrets"].(object)["certs"].(object)
	for _, name := range []string{"etcd", "k8s", "k8sAggregator", "os", "k8sServiceaccount"} {
		reveal(t, certs[name].(object)["key"])
	}
	reveal(t, keys["machineSecrets"].(object)["trustdinfo"].(object)["token"])
	reveal(t, keys["clientConfiguration"].(object)["clientKey"])

	raised := object{"talosVersion": "v1.12"}
	diff := e.diff(secrets, keys, inputs, raised)
	if diff.Changes != pulumirpc.DiffResponse_DIFF_SOME || len(diff.Replaces) != 0 {
		t.Fatalf("raising the version must update and not replace: %v", diff)
	}
	updated := e.update(secrets, keys, raised)
	if updated["talosVersion"] != "v1.12" {
		t.Fatal("the version did not change")
	}
	updated["talosVersion"] = keys["talosVersion"]
	if before, after := fmt.Sprint(keys), fmt.Sprint(updated); before != after {
		t.Fatal("raising the version changed the secrets")
	}
	if same := e.diff(secrets, keys, inputs, inputs); same.Changes != pulumirpc.DiffResponse_DIFF_NONE {
		t.Fatalf("nothing changed: %v", same)
	}
}

func TestAPreviewMakesNothingUp(t *testing.T) {
	e := newEngine(t, object{})
	if made := e.preview(secrets, object{}); made["machineSecrets"] != unknown || made["clientConfiguration"] != unknown {
		t.Fatalf("unexpected %v", made)
	}
	inputs := object{
		"node": "192.0.2.11", "clientConfiguration": unknown, "machineConfigurationInput": unknown,
		"onDestroy": object{"reset": true},
	}
	made := e.preview(apply, inputs)
	if made["endpoint"] != "192.0.2.11" || made["applyMode"] != "auto" || made["machineConfigurationHash"] != unknown {
		t.Fatalf("unexpected %v", made)
	}
	if destroy := made["onDestroy"].(object); destroy["graceful"] != true || destroy["reboot"] != false {
		t.Fatalf("unexpected %v", destroy)
	}
	if made := e.preview(kubeconfig, object{"node": "192.0.2.11", "clientConfiguration": unknown}); made["kubernetesClientConfiguration"] != unknown {
		t.Fatalf("unexpected %v", made)
	}
}

func TestInputsAreChecked(t *testing.T) {
	e := newEngine(t, object{})
	client := object{"caCertificate": "", "clientCertificate": "", "clientKey": ""}
	cases := map[string]struct {
		token  string
		inputs object
	}{
		"exactly one of machineConfigurationInput": {apply, object{"node": "n", "clientConfiguration": client}},
		"exactly one of clientConfiguration":       {bootstrap, object{"node": "n"}},
		"is none of auto": {apply, object{
			"node": "n", "clientConfiguration": client, "machineConfigurationInput": "", "applyMode": "later"}},
		"is not a duration such as 10m": {bootstrap, object{
			"node": "n", "clientConfiguration": client, "timeouts": object{"create": "soon"}}},
		"is not a duration such as 720h": {kubeconfig, object{
			"node": "n", "clientConfiguration": client, "certificateRenewalDuration": "30 days"}},
		"talosVersion": {secrets, object{"talosVersion": "latest"}},
		"is not YAML":  {schematic, object{"schematic": "customization: ["}},
	}
	for want, test := range cases {
		if _, _, err := e.create(test.token, test.inputs); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, have %v", want, err)
		}
	}
}

func TestConfigurationTakesPatchesOfBothKinds(t *testing.T) {
	e := newEngine(t, object{})
	keys := e.mustCreate(secrets, object{})
	text := reveal(t, e.configuration(keys, "worker",
		"machine: {sysctls: {net.core.somaxconn: '65535'}}",
		"apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: am-1\n")).(string)
	for _, want := range []string{"type: worker", `net.core.somaxconn: "65535"`, "kind: HostnameConfig", "hostname: am-1", "kubelet:v1.35.0"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(text, "\n    # ") {
		t.Error("comments were not asked for")
	}
	args := object{
		"clusterName": "test", "clusterEndpoint": "https://192.0.2.10:6443", "machineType": "worker",
		"machineSecrets": keys["machineSecrets"], "docs": true,
	}
	documented, err := e.invoke("talos:machine/getConfiguration:getConfiguration", args)
	if err != nil || !strings.Contains(reveal(t, documented["machineConfiguration"]).(string), "# ") {
		t.Errorf("documentation is missing: %v", err)
	}
	for want, change := range map[string]object{
		"configPatches":   {"configPatches": []any{"machine: {nonsense: 1}"}},
		"machineType":     {"machineType": "init"},
		"clusterEndpoint": {"clusterEndpoint": "192.0.2.10"},
	} {
		bad := object{}
		for name, value := range args {
			bad[name] = value
		}
		for name, value := range change {
			bad[name] = value
		}
		if _, err := e.invoke("talos:machine/getConfiguration:getConfiguration", bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error about %s, have %v", want, err)
		}
	}
}

func TestTalosconfigNamesEndpoints(t *testing.T) {
	e := newEngine(t, object{})
	keys := e.mustCreate(secrets, object{})
	result, err := e.invoke("talos:client/getConfiguration:getConfiguration", object{
		"clusterName": "test", "clientConfiguration": keys["clientConfiguration"], "endpoints": []any{"192.0.2.11", "192.0.2.12"}})
	if err != nil {
		t.Fatal(err)
	}
	text := reveal(t, result["talosConfig"]).(string)
	for _, want := range []string{"context: test", "- 192.0.2.11", "- 192.0.2.12"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestFromBareMachinesToAKubeconfig(t *testing.T) {
	e := newEngine(t, object{})
	_, endpoints, dir := newRack(t)
	keys := e.mustCreate(secrets, object{})
	client := keys["clientConfiguration"]
	at := func(name string) object {
		return object{"node": "127.0.0.1", "endpoint": endpoints[name], "clientConfiguration": client}
	}
	with := func(base, more object) object {
		for name, value := range more {
			base[name] = value
		}

		return base
	}
	controlPlane := with(at("cp1"), object{
		"machineConfigurationInput": e.configuration(keys, "controlplane", diskPatch), "configPatches": []any{"machine: {nodeLabels: {example.com/a: b}}"}})
	applied := e.mustCreate(apply, controlPlane)
	if text := reveal(t, applied["machineConfiguration"]).(string); !strings.Contains(text, "example.com/a: b") {
		t.Fatal("the patch is not in the configuration")
	}
	if applied["resolvedApplyMode"] != "auto" || len(applied["machineConfigurationHash"].(string)) != 64 {
		t.Fatalf("unexpected outputs")
	}
	e.mustCreate(bootstrap, at("cp1"))
	e.mustCreate(bootstrap, at("cp1")) // again: the cluster is there already
	e.mustCreate(apply, with(at("w1"), object{"machineConfigurationInput": e.configuration(keys, "worker", diskPatch)}))

	fetched := e.mustCreate(kubeconfig, at("cp1"))
	kubernetes := fetched["kubernetesClientConfiguration"].(object)
	if kubernetes["host"] != "https://192.0.2.10:6443" || fetched["certificateRenewalDuration"] != "720h" {
		t.Fatalf("unexpected kubeconfig for %v", kubernetes["host"])
	}
	reveal(t, kubernetes["clientKey"])
	raw := reveal(t, fetched["kubeconfigRaw"])

	t.Run("a kubeconfig stays until it is due", func(t *testing.T) {
		inputs := at("cp1")
		if diff := e.diff(kubeconfig, fetched, inputs, inputs); diff.Changes != pulumirpc.DiffResponse_DIFF_NONE {
			t.Fatalf("nothing changed: %v", diff)
		}
		wider := with(at("cp1"), object{"certificateRenewalDuration": "2160h"})
		kept := e.update(kubeconfig, fetched, wider)
		if reveal(t, kept["kubeconfigRaw"]) != raw {
			t.Fatal("the kubeconfig was fetched without need")
		}
		always := with(at("cp1"), object{"certificateRenewalDuration": "100000h"})
		diff := e.diff(kubeconfig, fetched, always, always)
		if len(diff.Replaces) != 0 || diff.DetailedDiff["kubeconfigRaw"] == nil {
			t.Fatalf("a renewal is due, and no replacement: %v", diff)
		}
		if reveal(t, e.update(kubeconfig, fetched, always)["kubeconfigRaw"]) == raw {
			t.Fatal("the kubeconfig was not renewed")
		}
	})
	t.Run("a change is sent to a running machine over mutual TLS", func(t *testing.T) {
		next := with(at("cp1"), object{
			"machineConfigurationInput": controlPlane["machineConfigurationInput"], "applyMode": "staged_if_needing_reboot",
			"configPatches": []any{"machine: {nodeLabels: {example.com/a: c}}"}})
		diff := e.diff(apply, applied, controlPlane, next)
		if diff.Changes != pulumirpc.DiffResponse_DIFF_SOME || len(diff.Replaces) != 0 {
			t.Fatalf("unexpected diff %v", diff)
		}
		if updated := e.update(apply, applied, next); updated["resolvedApplyMode"] != "auto" {
			t.Fatalf("a label needs no reboot: %v", updated["resolvedApplyMode"])
		}
		var members []sim.Member
		raw, err := os.ReadFile(filepath.Join(dir, "members.json"))
		if err != nil || json.Unmarshal(raw, &members) != nil || members[0].Labels["example.com/a"] != "c" {
			t.Fatalf("the change did not arrive: %s, %v", raw, err)
		}
		next["configPatches"] = []any{"machine: {udev: {rules: ['KERNEL==\"x\"']}}"}
		if updated := e.update(apply, applied, next); updated["resolvedApplyMode"] != "staged" {
			t.Fatalf("udev rules need a reboot: %v", updated["resolvedApplyMode"])
		}
	})
	t.Run("another cluster's machine is left alone", func(t *testing.T) {
		others := e.mustCreate(secrets, object{})
		for token, inputs := range map[string]object{
			apply:      {"machineConfigurationInput": e.configuration(others, "worker", diskPatch)},
			bootstrap:  {},
			kubeconfig: {},
		} {
			inputs["node"], inputs["endpoint"] = "127.0.0.1", endpoints["cp1"]
			inputs["clientConfiguration"] = others["clientConfiguration"]
			_, _, err := e.create(token, inputs)
			if err == nil || !strings.Contains(err.Error(), "belongs to another cluster") || !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("%s: unexpected error %v", token, err)
			}
		}
	})
	t.Run("nothing is wiped on destroy unless that was asked for", func(t *testing.T) {
		destroy := func(outputs object) error {
			_, err := e.p.Delete(context.Background(),
				&pulumirpc.DeleteRequest{Urn: urn(apply), Properties: packed(t, outputs), Timeout: 20})

			return err
		}
		if err := destroy(applied); err != nil {
			t.Fatal(err)
		}
		e.mustCreate(kubeconfig, at("cp1"))
		applied["onDestroy"] = object{"reset": true, "reboot": true, "graceful": true}
		if err := destroy(applied); err == nil || !strings.Contains(err.Error(), "last member of etcd") {
			t.Fatalf("a graceful reset of the last control plane has to fail: %v", err)
		}
		applied["onDestroy"] = object{"reset": true, "reboot": true, "graceful": false}
		if err := destroy(applied); err != nil {
			t.Fatal(err)
		}
		if err := destroy(applied); err != nil {
			t.Fatal("a machine that is wiped already is no error:", err)
		}
	})
}

func TestARejectedConfigurationIsFinal(t *testing.T) {
	e := newEngine(t, object{})
	_, endpoints, _ := newRack(t)
	keys := e.mustCreate(secrets, object{})
	_, _, err := e.create(apply, object{
		"node": "127.0.0.1", "endpoint": endpoints["w1"], "clientConfiguration": keys["clientConfiguration"],
		"machineConfigurationInput": e.configuration(keys, "worker", "machine: {install: {disk: '', diskSelector: {size: '>= 2TB'}}}")})
	if err == nil || !strings.Contains(err.Error(), "no disks matched") {
		t.Fatalf("unexpected error %v", err)
	}
}

func TestAnUnreachableMachineEndsInOneMessage(t *testing.T) {
	e := newEngine(t, object{})
	keys := e.mustCreate(secrets, object{})
	_, _, err := e.create(bootstrap, object{
		"node": "127.0.0.1", "endpoint": "127.0.0.1:1", "clientConfiguration": keys["clientConfiguration"],
		"timeouts": object{"create": "300ms"}})
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1:1 does not answer") || !strings.Contains(err.Error(), "not done within 300ms") {
		t.Fatalf("unexpected error %v", err)
	}
}

func TestFaultsAreSurvived(t *testing.T) {
	e := newEngine(t, object{})
	_, endpoints, dir := newRack(t)
	faults := `[{"machine":"cp1","rpc":"ApplyConfiguration","mode":"crash","times":1,"delayMs":100},
	            {"machine":"cp1","rpc":"Bootstrap","mode":"drop","times":1},
	            {"machine":"cp1","rpc":"Kubeconfig","mode":"refuse","times":2}]`
	if err := os.WriteFile(filepath.Join(dir, "faults.json"), []byte(faults), 0o600); err != nil {
		t.Fatal(err)
	}
	keys := e.mustCreate(secrets, object{})
	node := object{"node": "127.0.0.1", "endpoint": endpoints["cp1"], "clientConfiguration": keys["clientConfiguration"]}
	inputs := object{"machineConfigurationInput": e.configuration(keys, "controlplane", diskPatch)}
	for name, value := range node {
		inputs[name] = value
	}
	e.mustCreate(apply, inputs)
	e.mustCreate(bootstrap, node)
	e.mustCreate(kubeconfig, node)
}

func TestSchematicsAreRegisteredWithTheConfiguredFactory(t *testing.T) {
	asked := 0
	factory := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		asked++
		body, _ := io.ReadAll(request.Body)
		switch {
		case request.Method != http.MethodPost || request.URL.Path != "/schematics":
			response.WriteHeader(http.StatusNotFound)
		case strings.Contains(string(body), "refused"):
			response.WriteHeader(http.StatusBadRequest)
			_, _ = response.Write([]byte("no such extension"))
		case asked == 1:
			response.WriteHeader(http.StatusBadGateway)
		default:
			response.WriteHeader(http.StatusCreated)
			_, _ = response.Write([]byte(`{"id":"` + strings.Repeat("c", 64) + `"}`))
		}
	}))
	t.Cleanup(factory.Close)
	e := newEngine(t, object{"imageFactoryUrl": factory.URL})
	inputs := object{"schematic": "customization: {}"}
	id, _, err := e.create(schematic, inputs)
	if err != nil || id != strings.Repeat("c", 64) || asked != 2 {
		t.Fatalf("unexpected id %q after %d requests, %v", id, asked, err)
	}
	if diff := e.diff(schematic, inputs, inputs, object{"schematic": "customization: {extraKernelArgs: [quiet]}"}); len(diff.Replaces) != 1 {
		t.Fatalf("another schematic is another resource: %v", diff)
	}
	if _, _, err := e.create(schematic, object{"schematic": "refused: true"}); err == nil || !strings.Contains(err.Error(), "no such extension") {
		t.Fatalf("unexpected error %v", err)
	}
	host := strings.TrimPrefix(factory.URL, "http://")
	for _, test := range []struct {
		args             object
		installer, image string
	}{
		{object{"platform": "metal"}, "metal-installer", "metal-amd64.raw.zst"},
		{object{"platform": "metal", "architecture": "arm64"}, "metal-installer", "metal-arm64.raw.zst"},
		{object{"sbc": "rpi_generic"}, "metal-installer", "metal-arm64.raw.xz"},
	} {
		test.args["schematicId"], test.args["talosVersion"] = "abc", "1.12.4"
		result, err := e.invoke("talos:imageFactory/getUrls:getUrls", test.args)
		if err != nil {
			t.Fatal(err)
		}
		urls := result["urls"].(object)
		if urls["installer"] != host+"/"+test.installer+"/abc:v1.12.4" || urls["diskImage"] != factory.URL+"/image/abc/v1.12.4/"+test.image {
			t.Errorf("unexpected %v", urls)
		}
	}
	if _, err := e.invoke("talos:imageFactory/getUrls:getUrls", object{"schematicId": "abc", "talosVersion": "v1.12.4"}); err == nil {
		t.Error("neither platform nor sbc should be an error")
	}
}

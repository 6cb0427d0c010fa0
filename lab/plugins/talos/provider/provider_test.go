package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

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

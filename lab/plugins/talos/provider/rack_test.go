package provider_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"hearth.dev/lab/talos/sim"
)

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

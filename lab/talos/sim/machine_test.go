package sim_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"google.golang.org/grpc/codes"

	"hearth.dev/lab/talos/sim"
)

func TestARestartContinues(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	r.up(k)
	before := r.endpoint("cp1")
	r.world.Stop()
	r.start()
	if after := r.endpoint("cp1"); after != before {
		t.Fatalf("the endpoint moved from %s to %s", before, after)
	}
	c := r.awaitConfigured(k, "cp1")
	wantCode(t, c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}), codes.AlreadyExists, "not empty")
	if events := r.events.named("bootstrapped"); len(events) != 1 || events[0]["restored"] != true {
		t.Fatalf("unexpected events %v", events)
	}
	if events := r.events.named("joined"); len(events) != 1 || events[0]["restored"] != true {
		t.Fatalf("unexpected events %v", events)
	}
	if _, err := r.insecure("w1").Disks(context.Background()); err != nil {
		t.Fatal("the worker is no longer in maintenance mode:", err)
	}
}

func TestApplyModesOfARunningMachine(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	c := r.up(k)
	mode := func(m machineapi.ApplyConfigurationRequest_Mode) func(*machineapi.ApplyConfigurationRequest) {
		return func(request *machineapi.ApplyConfigurationRequest) { request.Mode = m }
	}
	label := k.config(t, machine.TypeControlPlane, arm64Image, "pi-1", "machine: {nodeLabels: {example.com/a: b}}")
	if err := apply(c, label, mode(machineapi.ApplyConfigurationRequest_NO_REBOOT)); err != nil {
		t.Fatal(err)
	}
	var members []sim.Member
	if r.read("members.json", &members); members[0].Labels["example.com/a"] != "b" {
		t.Fatalf("the label is missing: %v", members)
	}
	udev := k.config(t, machine.TypeControlPlane, arm64Image, "pi-1", "machine: {udev: {rules: ['SUBSYSTEM==\"drm\"']}}")
	err := apply(c, udev, mode(machineapi.ApplyConfigurationRequest_NO_REBOOT))
	wantCode(t, err, codes.InvalidArgument, "immediate mode")
	dry, err := c.ApplyConfiguration(context.Background(), &machineapi.ApplyConfigurationRequest{Data: udev, DryRun: true})
	if err != nil || dry.Messages[0].Mode != machineapi.ApplyConfigurationRequest_REBOOT {
		t.Fatalf("unexpected dry run %v, %v", dry, err)
	}
	if err := apply(c, udev); err != nil { // auto: reboots
		t.Fatal(err)
	}
	r.awaitConfigured(k, "cp1")
	if len(r.events.named("joined")) != 1 {
		t.Fatal("a reboot is not a second joining")
	}
}

func TestResetReturnsToMaintenance(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	c := r.up(k)
	request := &machineapi.ResetRequest{Graceful: true, Reboot: true}
	wantCode(t, c.ResetGeneric(context.Background(), request), codes.FailedPrecondition, "last member of etcd")
	request.Graceful = false
	if err := c.ResetGeneric(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	eventually(t, "cp1 is in maintenance mode", func(ctx context.Context) error {
		_, err := r.insecure("cp1").Disks(ctx)

		return err
	})
	if len(r.events.named("cluster-lost")) != 1 {
		t.Fatal("the cluster should be gone with its last control plane")
	}
	if _, err := os.Stat(filepath.Join(r.dir, "kubernetes")); !os.IsNotExist(err) {
		t.Fatal("the keys of a lost cluster are still there")
	}
	r.up(newKeys(t))
}

func TestFaults(t *testing.T) {
	t.Run("refuse, after some calls and only so often", func(t *testing.T) {
		r := newRack(t)
		r.fault(sim.Fault{Machine: "cp1", RPC: "Disks", Mode: "refuse", AfterCalls: 1, Times: 1})
		c := r.insecure("cp1")
		if _, err := c.Disks(context.Background()); err != nil {
			t.Fatal(err)
		}
		_, err := c.Disks(context.Background())
		wantCode(t, err, codes.Unavailable, "refused by the fault switch")
		if _, err := c.Disks(context.Background()); err != nil {
			t.Fatal(err)
		}
		if _, err := r.insecure("w1").Disks(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("drop: done, but nobody hears of it", func(t *testing.T) {
		r, k := newRack(t), newKeys(t)
		r.fault(sim.Fault{Machine: "*", RPC: "Bootstrap", Mode: "drop", Times: 1})
		if err := apply(r.insecure("cp1"), k.config(t, machine.TypeControlPlane, arm64Image, "pi-1")); err != nil {
			t.Fatal(err)
		}
		c := r.awaitConfigured(k, "cp1")
		err := c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{})
		wantCode(t, err, codes.Unavailable, "")
		eventually(t, "the second bootstrap says that it is done", func(ctx context.Context) error {
			err := c.Bootstrap(ctx, &machineapi.BootstrapRequest{})
			if client.StatusCode(err) == codes.AlreadyExists {
				return nil
			}

			return err
		})
	})
	t.Run("crash: nothing done, and the machine comes back", func(t *testing.T) {
		r, k := newRack(t), newKeys(t)
		r.fault(sim.Fault{Machine: "cp1", RPC: "ApplyConfiguration", Mode: "crash", Times: 1, DelayMs: 50})
		data := k.config(t, machine.TypeControlPlane, arm64Image, "pi-1")
		wantCode(t, apply(r.insecure("cp1"), data), codes.Unavailable, "")
		if len(r.events.named("configured")) != 0 {
			t.Fatal("a crashed machine took a configuration")
		}
		eventually(t, "the machine takes the configuration", func(context.Context) error { return apply(r.insecure("cp1"), data) })
		r.awaitConfigured(k, "cp1")
	})
	t.Run("delay: until the caller gives up", func(t *testing.T) {
		r := newRack(t)
		r.fault(sim.Fault{Machine: "*", RPC: "*", Mode: "delay", DelayMs: 60_000})
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		_, err := r.insecure("cp1").Disks(ctx)
		wantCode(t, err, codes.DeadlineExceeded, "")
	})
	t.Run("a broken control file is said to the caller", func(t *testing.T) {
		r := newRack(t)
		if err := os.WriteFile(filepath.Join(r.dir, "faults.json"), []byte("["), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := r.insecure("cp1").Disks(context.Background())
		wantCode(t, err, codes.Internal, "faults.json")
	})
}

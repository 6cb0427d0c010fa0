package sim_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cosi-project/runtime/pkg/safe"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/network"
	"google.golang.org/grpc/codes"

	"hearth.dev/lab/talos/sim"
)

func TestMaintenanceModeShowsTheHardware(t *testing.T) {
	r := newRack(t)
	c := r.insecure("w1")
	disks, err := c.Disks(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if disk := disks.Messages[0].Disks[0]; disk.DeviceName != "/dev/nvme0n1" || disk.Serial != "S-w1" || disk.SystemDisk {
		t.Fatalf("unexpected disk %v", disk)
	}
	version, err := c.Version(context.Background())
	if err != nil || version.Messages[0].Version.Arch != "amd64" || version.Messages[0].Version.Tag != "v1.12.4" {
		t.Fatalf("unexpected version %v, %v", version, err)
	}
	_, err = c.ServiceList(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}), codes.Unimplemented, "maintenance")
}

func TestMaintenanceModeShowsTheResourcesOfTheHardware(t *testing.T) {
	r := newRack(t)
	c := r.insecure("w1")
	disk, err := safe.StateGetByID[*block.Disk](context.Background(), c.COSI, "nvme0n1")
	if err != nil || disk.TypedSpec().Transport != "nvme" || disk.TypedSpec().Symlinks[0] != "/dev/disk/by-id/nvme-w1" {
		t.Fatalf("unexpected disk %v, %v", disk, err)
	}
	link, err := safe.StateGetByID[*network.LinkStatus](context.Background(), c.COSI, "end0")
	if err != nil || !link.TypedSpec().Physical() || link.TypedSpec().Driver != "bcmgenet" ||
		link.TypedSpec().SpeedMegabits != 1000 || !link.TypedSpec().LinkState {
		t.Fatalf("unexpected link %v, %v", link, err)
	}
	address, err := safe.StateGetByID[*network.AddressStatus](context.Background(), c.COSI, "end0/192.0.2.21/24")
	if err != nil || address.TypedSpec().LinkName != "end0" || address.TypedSpec().Address.String() != "192.0.2.21/24" {
		t.Fatalf("unexpected address %v, %v", address, err)
	}
}

func TestInstallDiskCanBeChosenByItsBus(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	dryRun := func(request *machineapi.ApplyConfigurationRequest) { request.DryRun = true }
	for busPath, want := range map[string]codes.Code{"/pci*/*/nvme": codes.OK, "/pci*/ata*": codes.InvalidArgument} {
		patch := "machine: {install: {diskSelector: {busPath: '" + busPath + "'}}}"
		wantCode(t, apply(r.insecure("w1"), k.config(t, machine.TypeWorker, amd64Image, "w", patch), dryRun), want, "")
	}
}

func TestDryRunInMaintenanceChangesNothing(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	data := k.config(t, machine.TypeControlPlane, arm64Image, "pi-1")
	err := apply(r.insecure("cp1"), data, func(request *machineapi.ApplyConfigurationRequest) { request.DryRun = true })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.insecure("cp1").Disks(context.Background()); err != nil {
		t.Fatal("no longer in maintenance mode:", err)
	}
	if len(r.events.named("configured")) != 0 {
		t.Fatal("a dry run configured the machine")
	}
}

func TestRefusesWhatDoesNotFit(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	cases := map[string]struct {
		machine, image, patch, want string
	}{
		"architecture": {"w1", arm64Image, "", "is for arm64, this machine is amd64"},
		"disk selector": {"w1", amd64Image,
			"machine: {install: {diskSelector: {model: 'Another*'}}}", "no disks matched the expression"},
		"NIC selector": {"w1", amd64Image,
			"machine: {network: {interfaces: [{deviceSelector: {hardwareAddr: '02:00:00:ff:ff:ff'}, dhcp: true}]}}",
			"machine.network.interfaces[0].deviceSelector"},
		"link alias": {"w1", amd64Image,
			"apiVersion: v1alpha1\nkind: LinkAliasConfig\nname: net0\nselector: {match: link.driver == 'e1000e'}\n", "LinkAliasConfig net0"},
		"bond member": {"w1", amd64Image,
			"apiVersion: v1alpha1\nkind: BondConfig\nname: bond0\nlinks: [eno1]\nbondMode: 802.3ad\n", "there is no link eno1"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			patches := []string{}
			if test.patch != "" {
				patches = append(patches, test.patch)
			}
			err := apply(r.insecure(test.machine), k.config(t, machine.TypeWorker, test.image, "w", patches...))
			wantCode(t, err, codes.InvalidArgument, test.want)
		})
	}
	wantCode(t, apply(r.insecure("w1"), []byte("machine: [")), codes.InvalidArgument, "failed to parse config")
	if len(r.events.named("configured")) != 0 {
		t.Fatal("a refused configuration was taken")
	}
}

func TestInventoryFaultsAreAllNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "inventory.json")
	raw := `{"machines":[{"name":"a","architecture":"riscv","address":"192.0.2.1"},{"name":"../b","architecture":"amd64","address":"192.0.2.2"}]}`
	if err := os.WriteFile(file, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sim.LoadInventory(file)
	if err == nil || !strings.Contains(err.Error(), "machines[0].architecture") || !strings.Contains(err.Error(), "machines[1].name") {
		t.Fatalf("unexpected error %v", err)
	}
}

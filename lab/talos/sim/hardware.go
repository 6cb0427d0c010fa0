package sim

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"

	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/cosi-project/runtime/pkg/state"
	"github.com/cosi-project/runtime/pkg/state/impl/inmem"
	"github.com/cosi-project/runtime/pkg/state/impl/namespaced"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/nethelpers"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/cluster"
	"github.com/siderolabs/talos/pkg/machinery/resources/network"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
)

// newResources makes the resource state that Talos would have found on the hardware: disks and links.
func newResources(ctx context.Context, hardware *MachineHardware) (state.State, error) {
	resources := state.WrapCore(namespaced.NewState(inmem.Build))
	for i, disk := range hardware.Disks {
		entry := block.NewDisk(block.NamespaceName, filepath.Base(disk.Device))
		spec := entry.TypedSpec()
		spec.DevPath = disk.Device
		spec.SetSize(disk.SizeBytes)
		spec.IOSize, spec.SectorSize = 512, 512
		spec.Model, spec.Serial, spec.WWID = disk.Model, disk.Serial, disk.WWID
		spec.Transport, spec.Rotational = disk.Transport, disk.Rotational
		spec.SubSystem, spec.BusPath = "/sys/class/block", busPath(disk.Transport, i)
		spec.Symlinks = disk.ByID
		if err := resources.Create(ctx, entry); err != nil {
			return nil, err
		}
	}
	for i, nic := range hardware.NICs {
		mac, err := net.ParseMAC(nic.MAC)
		if err != nil {
			return nil, fmt.Errorf("machine %s: NIC %s: %w", hardware.Name, nic.Name, err)
		}
		entry := network.NewLinkStatus(network.NamespaceName, nic.Name)
		spec := entry.TypedSpec()
		spec.Index = uint32(i + 1)
		spec.Type = nethelpers.LinkEther
		if !nic.Physical {
			spec.Kind = "virtual"
		}
		spec.HardwareAddr = nethelpers.HardwareAddr(mac)
		spec.PermanentAddr = nethelpers.HardwareAddr(mac)
		spec.Driver, spec.BusPath = nic.Driver, nic.BusPath
		spec.MTU, spec.LinkState, spec.OperationalState = 1500, true, nethelpers.OperStateUp
		spec.SpeedMegabits = nic.SpeedMbps
		if err := resources.Create(ctx, entry); err != nil {
			return nil, err
		}
		if err := createAddress(ctx, resources, nic, spec.Index); err != nil {
			return nil, fmt.Errorf("machine %s: NIC %s: %w", hardware.Name, nic.Name, err)
		}
	}

	return resources, nil
}

// createAddress makes the resource of the address that a NIC has from DHCP.
func createAddress(ctx context.Context, resources state.State, nic NIC, link uint32) error {
	if nic.Address == "" {
		return nil
	}
	address, err := netip.ParsePrefix(nic.Address)
	if err != nil {
		return err
	}
	entry := network.NewAddressStatus(network.NamespaceName, nic.Name+"/"+nic.Address)
	spec := entry.TypedSpec()
	spec.Address, spec.Local = address, address.Addr()
	spec.LinkIndex, spec.LinkName = link, nic.Name
	spec.Family, spec.Scope = nethelpers.FamilyInet4, nethelpers.ScopeGlobal

	return resources.Create(ctx, entry)
}

// busPath is where a disk of a kind hangs, in the form in which Linux names it. The inventory says which bus,
// not where on it; the numbers are made up.
func busPath(transport string, index int) string {
	switch transport {
	case "nvme":
		return fmt.Sprintf("/pci0000:00/0000:00:1d.%d/0000:%02x:00.0/nvme", index, index+1)
	case "sata":
		return fmt.Sprintf("/pci0000:00/0000:00:17.0/ata%d/host%d/target%d:0:0/%d:0:0:0", index+1, index, index, index)
	case "usb":
		return fmt.Sprintf("/pci0000:00/0000:00:14.0/usb2/2-%d/2-%d:1.0/host%d/target%d:0:0/%d:0:0:0",
			index+1, index+1, index, index, index)
	case "mmc":
		return fmt.Sprintf("/platform/soc/mmc_host/mmc%d/mmc%d:0001", index, index)
	case "virtio":
		return fmt.Sprintf("/pci0000:00/0000:00:%02x.0/virtio%d", index+5, index)
	default:
		return ""
	}
}

// put creates or changes a resource.
func put[T resource.Resource](ctx context.Context, resources state.State, entry T, change func(T)) error {
	_, err := safe.StateUpdateWithConflicts(ctx, resources, entry.Metadata(), func(found T) error {
		change(found)

		return nil
	})
	if state.IsNotFoundError(err) {
		change(entry)

		return resources.Create(ctx, entry)
	}

	return err
}

func putStage(ctx context.Context, resources state.State, stage runtime.MachineStage, unmet ...runtime.UnmetCondition) error {
	return put(ctx, resources, runtime.NewMachineStatus(), func(status *runtime.MachineStatus) {
		status.TypedSpec().Stage = stage
		status.TypedSpec().Status = runtime.MachineStatusStatus{Ready: len(unmet) == 0, UnmetConditions: unmet}
	})
}

func putSystemDisk(ctx context.Context, resources state.State, device string) error {
	return put(ctx, resources, block.NewSystemDisk(block.NamespaceName, block.SystemDiskID), func(disk *block.SystemDisk) {
		disk.TypedSpec().DevPath = device
		disk.TypedSpec().DiskID = filepath.Base(device)
	})
}

// putMembers makes the discovered members those given, and no others.
func putMembers(ctx context.Context, resources state.State, members []Member) error {
	present := map[string]bool{}
	for _, member := range members {
		present[member.Name] = true
		err := put(ctx, resources, cluster.NewMember(cluster.NamespaceName, member.Name), func(entry *cluster.Member) {
			spec := entry.TypedSpec()
			spec.NodeID, spec.Hostname = member.Machine, member.Name
			spec.OperatingSystem = fmt.Sprintf("Talos (%s)", member.TalosVersion)
			spec.MachineType = machinetype.TypeWorker
			if member.Role == roleControlPlane {
				spec.MachineType = machinetype.TypeControlPlane
			}
			if address, err := netip.ParseAddr(member.Address); err == nil {
				spec.Addresses = []netip.Addr{address}
			}
		})
		if err != nil {
			return err
		}
	}
	found, err := safe.StateListAll[*cluster.Member](ctx, resources)
	if err != nil {
		return err
	}
	for entry := range found.All() {
		if !present[entry.Metadata().ID()] {
			if err := resources.Destroy(ctx, entry.Metadata()); err != nil {
				return err
			}
		}
	}

	return nil
}

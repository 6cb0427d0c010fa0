package sim

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/cosi-project/runtime/pkg/state"
	"github.com/ryanuber/go-glob"
	networkpb "github.com/siderolabs/talos/pkg/machinery/api/resource/definitions/network"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"
	"github.com/siderolabs/talos/pkg/machinery/config"
	configconfig "github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/types/block/blockhelpers"
	"github.com/siderolabs/talos/pkg/machinery/proto"
	"github.com/siderolabs/talos/pkg/machinery/resources/network"
)

// metalMode is how Talos validates a configuration on bare metal: a machine without an installation needs
// to be told where to install.
type metalMode struct{ installed bool }

func (m metalMode) String() string        { return "metal" }
func (m metalMode) RequiresInstall() bool { return !m.installed }
func (m metalMode) InContainer() bool     { return false }

// checkConfig loads a machine configuration as Talos does, validates it with Talos's own rules, and then
// against the hardware. It returns the configuration, the disk that it installs to and Talos's warnings.
//
// Talos itself finds an image, a disk path or a link that does not fit only later, after the call has
// answered, and then stays in a boot loop or off the network. The lab says so at once.
func checkConfig(
	ctx context.Context, inventory *Inventory, hardware *MachineHardware, resources state.State, data []byte, installed bool,
) (provider config.Provider, disk string, warnings []string, err error) {
	provider, err = configloader.NewFromBytes(data)
	if err != nil {
		return nil, "", nil, fmt.Errorf("failed to parse config: %w", err)
	}
	if !provider.CompleteForBoot() || provider.Machine() == nil || provider.Cluster() == nil {
		return nil, "", nil, fmt.Errorf("the configuration has no machine and cluster sections")
	}
	mode := metalMode{installed: installed}
	warnings, err = provider.Validate(mode)
	if err != nil {
		return nil, "", nil, fmt.Errorf("configuration validation failed: %w", err)
	}
	more, err := provider.RuntimeValidate(ctx, resources, mode)
	if err != nil {
		return nil, "", nil, fmt.Errorf("runtime configuration validation failed: %w", err)
	}
	warnings = slices.Concat(warnings, more)

	var faults []string
	if install := provider.Machine().Install(); install != nil {
		if known := inventory.imageArchitecture(install.Image()); known != "" && known != hardware.Architecture {
			faults = append(faults, fmt.Sprintf(
				"machine.install.image: %s is for %s, this machine is %s", install.Image(), known, hardware.Architecture))
		}
		disk, err = installDisk(ctx, resources, hardware, install)
		if err != nil {
			faults = append(faults, err.Error())
		}
	}
	linkFaults, err := checkLinks(ctx, resources, hardware, provider)
	if err != nil {
		return nil, "", nil, err
	}
	if faults = append(faults, linkFaults...); len(faults) > 0 {
		return nil, "", nil, fmt.Errorf(
			"the configuration does not fit the hardware of %s:\n  * %s", hardware.Name, strings.Join(faults, "\n  * "))
	}
	for _, volume := range provider.UserVolumeConfigs() {
		selector, ok := volume.Provisioning().DiskSelector().Get()
		if !ok {
			continue
		}
		if matched, err := blockhelpers.MatchDisks(ctx, resources, &selector); err != nil || len(matched) == 0 {
			warnings = append(warnings, fmt.Sprintf("UserVolumeConfig %s: its selector matches no disk", volume.Name()))
		}
	}

	return provider, disk, warnings, nil
}

func installDisk(
	ctx context.Context, resources state.State, hardware *MachineHardware, install configconfig.Install,
) (string, error) {
	expression, err := install.DiskMatchExpression()
	if err != nil {
		return "", fmt.Errorf("machine.install.diskSelector: %w", err)
	}
	if expression != nil {
		matched, err := blockhelpers.MatchDisks(ctx, resources, expression)
		if err != nil {
			return "", fmt.Errorf("machine.install.diskSelector: %w", err)
		}
		if len(matched) == 0 {
			return "", fmt.Errorf("machine.install.diskSelector: no disk matches; there are %s", describeDisks(hardware))
		}

		return matched[0].TypedSpec().DevPath, nil
	}
	for _, disk := range hardware.Disks {
		if disk.Device == install.Disk() || slices.Contains(disk.ByID, install.Disk()) {
			return disk.Device, nil
		}
	}

	return "", fmt.Errorf("machine.install.disk: no disk is %q; there are %s", install.Disk(), describeDisks(hardware))
}

func describeDisks(hardware *MachineHardware) string {
	described := make([]string, 0, len(hardware.Disks))
	for _, disk := range hardware.Disks {
		described = append(described, fmt.Sprintf(
			"%s (%s, %s, %d GB)", disk.Device, disk.Model, disk.Transport, disk.SizeBytes/1_000_000_000))
	}

	return strings.Join(described, ", ")
}

// checkLinks finds selectors and names of physical links that nothing in the machine answers to.
func checkLinks(
	ctx context.Context, resources state.State, hardware *MachineHardware, provider config.Provider,
) ([]string, error) {
	links, err := safe.StateListAll[*network.LinkStatus](ctx, resources)
	if err != nil {
		return nil, err
	}
	var faults []string
	names := map[string]bool{}
	for _, nic := range hardware.NICs {
		names[nic.Name] = true
	}
	for _, alias := range provider.NetworkLinkAliasConfigs() {
		matched := false
		for link := range links.All() {
			var spec networkpb.LinkStatusSpec
			if err := proto.ResourceSpecToProto(link, &spec); err != nil {
				return nil, err
			}
			selector := alias.LinkSelector()
			answer, err := selector.EvalBool(celenv.LinkLocator(), map[string]any{"link": &spec})
			if err != nil {
				faults = append(faults, fmt.Sprintf("LinkAliasConfig %s: %s", alias.Name(), err))
			}
			matched = matched || answer
		}
		if !matched {
			faults = append(faults, fmt.Sprintf("LinkAliasConfig %s: its selector matches no link", alias.Name()))
		}
		names[alias.Name()] = true
	}
	for _, link := range provider.NetworkCommonLinkConfigs() {
		switch link := link.(type) {
		case configconfig.NetworkPhysicalLinkConfig:
			if !names[link.Name()] {
				faults = append(faults, fmt.Sprintf("LinkConfig %s: there is no such link", link.Name()))
			}
		case configconfig.NetworkBondConfig:
			for _, member := range link.Links() {
				if !names[member] {
					faults = append(faults, fmt.Sprintf("BondConfig %s: there is no link %s", link.Name(), member))
				}
			}
		}
	}
	for i, device := range provider.Machine().Network().Devices() {
		where := fmt.Sprintf("machine.network.interfaces[%d]", i)
		if selector := device.Selector(); selector != nil && !anyNIC(hardware, selector) {
			faults = append(faults, where+".deviceSelector: no network interface matches")
		}
		if bond := device.Bond(); bond != nil {
			for j, selector := range bond.Selectors() {
				if !anyNIC(hardware, selector) {
					faults = append(faults, fmt.Sprintf("%s.bond.deviceSelectors[%d]: no network interface matches", where, j))
				}
			}
		}
	}

	return faults, nil
}

func anyNIC(hardware *MachineHardware, selector configconfig.NetworkDeviceSelector) bool {
	matches := func(pattern, value string) bool {
		return pattern == "" || glob.Glob(strings.ToLower(pattern), strings.ToLower(value))
	}

	return slices.ContainsFunc(hardware.NICs, func(nic NIC) bool {
		return matches(selector.Bus(), nic.BusPath) &&
			matches(selector.HardwareAddress(), nic.MAC) &&
			matches(selector.PermanentAddress(), nic.MAC) &&
			matches(selector.KernelDriver(), filepath.Base(nic.Driver)) &&
			selector.PCIID() == "" && // the inventory knows no PCI ids
			(selector.Physical() == nil || *selector.Physical() == nic.Physical)
	})
}

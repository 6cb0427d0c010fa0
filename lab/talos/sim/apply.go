package sim

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func (*api) ApplyConfiguration(
	ctx context.Context, request *machineapi.ApplyConfigurationRequest,
) (*machineapi.ApplyConfigurationResponse, error) {
	m := target(ctx)
	now := m.snapshot()
	if now.provider == nil {
		return applyInMaintenance(ctx, m, request)
	}

	// The disk is of no interest: an installed machine stays where it is installed.
	provider, _, warnings, err := checkConfig(
		ctx, m.world.inventory, m.hardware, m.resources, request.Data, now.Disk != "")
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}

	mode, details, why := request.Mode, "Applied configuration with a reboot", ""
	immediate := canApplyImmediately(now.provider, provider)
	switch mode {
	case machineapi.ApplyConfigurationRequest_TRY, machineapi.ApplyConfigurationRequest_NO_REBOOT:
		if immediate != nil {
			return nil, status.Error(codes.InvalidArgument, immediate.Error())
		}
		details = "Applied configuration without a reboot"
	case machineapi.ApplyConfigurationRequest_STAGED:
		details = "Staged configuration to be applied after the next reboot"
	case machineapi.ApplyConfigurationRequest_AUTO:
		mode = machineapi.ApplyConfigurationRequest_NO_REBOOT
		details = "Applied configuration without a reboot"
		if immediate != nil {
			mode = machineapi.ApplyConfigurationRequest_REBOOT
			details, why = "Applied configuration with a reboot", ": "+immediate.Error()
		}
	}
	if request.DryRun {
		return applied(mode, fmt.Sprintf("Dry run summary:\n%s (skipped in dry-run).\n", details), warnings), nil
	}

	switch mode {
	case machineapi.ApplyConfigurationRequest_TRY:
		timeout := constants.ConfigTryTimeout
		if request.TryModeTimeout != nil {
			timeout = request.TryModeTimeout.AsDuration()
		}
		details += fmt.Sprintf(
			"\nThe config is applied in 'try' mode and will be automatically reverted back in %s", timeout)
		err = m.try(ctx, request.Data, provider, timeout)
	case machineapi.ApplyConfigurationRequest_NO_REBOOT:
		err = m.replaceConfig(ctx, request.Data, provider, true)
	case machineapi.ApplyConfigurationRequest_STAGED:
		err = m.stage(request.Data)
	case machineapi.ApplyConfigurationRequest_REBOOT:
		if err = m.stage(request.Data); err == nil {
			m.restart()
		}
	default:
		err = fmt.Errorf("incorrect mode '%s' specified for the apply config call", mode)
	}
	if err != nil {
		return nil, err
	}

	return applied(mode, details+why, warnings), nil
}

func applyInMaintenance(
	ctx context.Context, m *machine, request *machineapi.ApplyConfigurationRequest,
) (*machineapi.ApplyConfigurationResponse, error) {
	switch request.Mode {
	case machineapi.ApplyConfigurationRequest_TRY,
		machineapi.ApplyConfigurationRequest_REBOOT,
		machineapi.ApplyConfigurationRequest_AUTO:
	default:
		return nil, status.Errorf(codes.Unimplemented, "apply configuration --mode='%s' is not supported in maintenance mode",
			strings.ReplaceAll(strings.ToLower(request.Mode.String()), "_", "-"))
	}
	provider, disk, warnings, err := checkConfig(ctx, m.world.inventory, m.hardware, m.resources, request.Data, false)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	reply := applied(request.Mode, "", warnings)
	if request.DryRun {
		reply.Messages[0].ModeDetails = "Dry run summary:\nNode is running in maintenance mode and does not have a config yet."

		return reply, nil
	}

	return reply, m.install(request.Data, provider, disk)
}

func applied(
	mode machineapi.ApplyConfigurationRequest_Mode, details string, warnings []string,
) *machineapi.ApplyConfigurationResponse {
	return &machineapi.ApplyConfigurationResponse{Messages: []*machineapi.ApplyConfiguration{
		{Mode: mode, ModeDetails: details, Warnings: warnings},
	}}
}

// canApplyImmediately tells whether a change of configuration needs no reboot: one of the cluster section,
// or of those machine settings that Talos 1.12 takes while it runs.
func canApplyImmediately(current, next config.Provider) error {
	was, will := current.RawV1Alpha1(), next.RawV1Alpha1()
	if was == nil || will == nil {
		return errors.New("current or new config is not v1alpha1")
	}
	will = will.DeepCopy()
	will.ConfigDebug, will.ClusterConfig = was.ConfigDebug, was.ClusterConfig
	if will.MachineConfig != nil && was.MachineConfig != nil {
		from, to := reflect.ValueOf(was.MachineConfig).Elem(), reflect.ValueOf(will.MachineConfig).Elem()
		for _, field := range []string{
			"MachineCA", "MachineAcceptedCAs", "MachineTime", "MachineCertSANs", "MachineInstall", "MachineNetwork",
			"MachineSysfs", "MachineSysctls", "MachineLogging", "MachineControlPlane", "MachineKubelet", "MachineKernel",
			"MachineRegistries", "MachinePods", "MachineSeccompProfiles", "MachineNodeAnnotations", "MachineNodeLabels",
			"MachineNodeTaints",
		} {
			to.FieldByName(field).Set(from.FieldByName(field))
		}
		if will.MachineConfig.MachineFeatures != nil && was.MachineConfig.MachineFeatures != nil {
			from := reflect.ValueOf(was.MachineConfig.MachineFeatures).Elem()
			to := reflect.ValueOf(will.MachineConfig.MachineFeatures).Elem()
			for _, field := range []string{
				"KubernetesTalosAPIAccessConfig", "KubePrismSupport", "HostDNSSupport", "ImageCacheSupport",
				"FeatureNodeAddressSortAlgorithm",
			} {
				to.FieldByName(field).Set(from.FieldByName(field))
			}
		}
	}
	if !reflect.DeepEqual(was, will) {
		return errors.New("this config change can't be applied in immediate mode")
	}

	return nil
}

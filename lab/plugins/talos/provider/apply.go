package provider

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"google.golang.org/grpc/codes"
)

const stagedIfNeeded = "staged_if_needing_reboot"

var applyModes = []string{"auto", "reboot", "no_reboot", "staged", stagedIfNeeded}

// applyResource sends a machine its configuration.
type applyResource struct{}

type applyArgs struct {
	node
	ApplyMode     string   `json:"applyMode"`
	ConfigPatches []string `json:"configPatches"`
	Input         string   `json:"machineConfigurationInput"`
	InputWo       string   `json:"machineConfigurationInputWo"`
	OnDestroy     *struct {
		Graceful *bool `json:"graceful"`
		Reboot   bool  `json:"reboot"`
		Reset    bool  `json:"reset"`
	} `json:"onDestroy"`
	Timeouts timeouts `json:"timeouts"`
}

// render applies the patches.
func (a applyArgs) render() (string, error) {
	input := a.Input
	if a.InputWo != "" {
		input = a.InputWo
	}
	patches, err := configpatcher.LoadPatches(a.ConfigPatches)
	if err != nil {
		return "", fmt.Errorf("configPatches: %w", err)
	}
	patched, err := configpatcher.Apply(configpatcher.WithBytes([]byte(input)), patches)
	if err != nil {
		return "", fmt.Errorf("configPatches: %w", err)
	}
	rendered, err := patched.Bytes()

	return string(rendered), err
}

func (a applyArgs) mode() string {
	if a.ApplyMode == "" {
		return "auto"
	}

	return a.ApplyMode
}

func (applyResource) check(inputs properties) []failure {
	failures := slices.Concat(
		exactlyOne(inputs, "machineConfigurationInput", "machineConfigurationInputWo"),
		checkCredentials(inputs), checkTimeouts(inputs))
	if mode, ok := plain(inputs["applyMode"]).(string); ok && !slices.Contains(applyModes, mode) {
		failures = append(failures, failure{"applyMode", fmt.Sprintf("%q is none of %s", mode, strings.Join(applyModes, ", "))})
	}

	return failures
}

func (applyResource) diff(_, oldInputs, news properties) (changes, replaces []string) {
	return changed(oldInputs, news), nil
}

// outputs are the inputs, with defaults, and what was made of them. Write-only inputs do not stay.
func (a applyArgs) outputs(inputs properties, rendered, resolved string) properties {
	result := properties{}
	for name, value := range inputs {
		if name != "clientConfigurationWo" && name != "machineConfigurationInputWo" {
			result[name] = value
		}
	}
	if inputs["endpoint"] == nil {
		result["endpoint"] = inputs["node"]
	}
	if inputs["applyMode"] == nil {
		result["applyMode"] = "auto"
	}
	if a.OnDestroy != nil {
		graceful := a.OnDestroy.Graceful == nil || *a.OnDestroy.Graceful
		result["onDestroy"] = map[string]any{"graceful": graceful, "reboot": a.OnDestroy.Reboot, "reset": a.OnDestroy.Reset}
	}
	sum := sha256.Sum256([]byte(rendered))
	result["machineConfigurationHash"] = hex.EncodeToString(sum[:])
	result["machineConfiguration"] = secret{rendered}
	if a.InputWo != "" {
		result["machineConfiguration"] = secret{""}
	}
	result["resolvedApplyMode"] = resolved

	return result
}

func (r applyResource) create(ctx context.Context, op operation, inputs properties) (string, properties, error) {
	outputs, err := r.send(ctx, op, inputs, func(t timeouts) string { return t.Create })

	return "machine_configuration_apply", outputs, err
}

func (r applyResource) update(ctx context.Context, op operation, _, news properties) (properties, error) {
	return r.send(ctx, op, news, func(t timeouts) string { return t.Update })
}

func (applyResource) send(
	ctx context.Context, op operation, inputs properties, limitOf func(timeouts) string,
) (properties, error) {
	var args applyArgs
	if err := inputs.into(&args); err != nil {
		return nil, err
	}
	if op.preview {
		return args.foresee(inputs)
	}
	rendered, err := args.render()
	if err != nil {
		return nil, err
	}
	limit, err := op.timeout(limitOf(args.Timeouts))
	if err != nil {
		return nil, err
	}
	resolved := args.mode()
	what := "applying the configuration of " + args.Node
	// What the machine says of the configuration itself will not change by asking again.
	final := []codes.Code{codes.InvalidArgument, codes.PermissionDenied}
	err = retry(ctx, limit, what, final, func(ctx context.Context) error {
		return args.call(ctx, true, func(ctx context.Context, c *client.Client) error {
			if args.mode() == stagedIfNeeded {
				var err error
				if resolved, err = resolveMode(ctx, c, rendered); err != nil {
					return err
				}
			}
			mode := machineapi.ApplyConfigurationRequest_Mode_value[strings.ToUpper(resolved)]
			_, err := c.ApplyConfiguration(ctx, &machineapi.ApplyConfigurationRequest{
				Mode: machineapi.ApplyConfigurationRequest_Mode(mode), Data: []byte(rendered),
			})

			return err
		})
	})
	if client.StatusCode(err) == codes.InvalidArgument {
		return nil, fmt.Errorf("%s; correct the node in the stack, or the machine", strings.TrimSpace(err.Error()))
	}
	if err != nil {
		return nil, err
	}

	return args.outputs(inputs, rendered, resolved), nil
}

// foresee is what a preview knows. No machine is asked.
func (a applyArgs) foresee(inputs properties) (properties, error) {
	depends := []any{inputs["machineConfigurationInput"], inputs["machineConfigurationInputWo"], inputs["configPatches"]}
	if hasUnknown(depends) {
		outputs := a.outputs(inputs, "", a.mode())
		outputs["machineConfiguration"], outputs["machineConfigurationHash"] = secret{unknown{}}, unknown{}

		return outputs, nil
	}
	rendered, err := a.render()
	if err != nil {
		return nil, err
	}

	return a.outputs(inputs, rendered, a.mode()), nil
}

// resolveMode asks the machine, which is left alone, whether the configuration needs a reboot.
func resolveMode(ctx context.Context, c *client.Client, rendered string) (string, error) {
	reply, err := c.ApplyConfiguration(ctx, &machineapi.ApplyConfigurationRequest{
		Mode: machineapi.ApplyConfigurationRequest_AUTO, Data: []byte(rendered), DryRun: true,
	})
	if err != nil {
		return "", err
	}
	for _, message := range reply.Messages {
		if message.Mode == machineapi.ApplyConfigurationRequest_REBOOT {
			return "staged", nil
		}
	}

	return "auto", nil
}

func (applyResource) delete(ctx context.Context, op operation, olds properties) error {
	var args applyArgs
	if err := olds.into(&args); err != nil {
		return err
	}
	if args.OnDestroy == nil || !args.OnDestroy.Reset {
		return nil
	}
	limit, err := op.timeout(args.Timeouts.Delete)
	if err != nil {
		return err
	}
	graceful := args.OnDestroy.Graceful == nil || *args.OnDestroy.Graceful
	final := []codes.Code{codes.FailedPrecondition, codes.PermissionDenied}

	return retry(ctx, limit, "resetting "+args.Node, final, func(ctx context.Context) error {
		maintenance, err := args.maintenance(ctx)
		if err != nil || maintenance {
			return err // in maintenance mode there is nothing left to wipe
		}

		return args.call(ctx, false, func(ctx context.Context, c *client.Client) error {
			return c.ResetGeneric(ctx, &machineapi.ResetRequest{
				Graceful: graceful, Reboot: args.OnDestroy.Reboot,
				SystemPartitionsToWipe: []*machineapi.ResetPartitionSpec{
					{Label: "STATE", Wipe: true}, {Label: "EPHEMERAL", Wipe: true},
				},
			})
		})
	})
}

package provider

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/bundle"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/gendata"
)

type configurationArgs struct {
	ClusterEndpoint   string         `json:"clusterEndpoint"`
	ClusterName       string         `json:"clusterName"`
	ConfigPatches     []string       `json:"configPatches"`
	Docs              bool           `json:"docs"`
	Examples          bool           `json:"examples"`
	KubernetesVersion string         `json:"kubernetesVersion"`
	MachineSecrets    machineSecrets `json:"machineSecrets"`
	MachineType       string         `json:"machineType"`
	TalosVersion      string         `json:"talosVersion"`
}

// machineConfigurationFunction is talos.machine.getConfiguration: what `talosctl gen config` writes for one
// machine type, with the patches applied.
func machineConfigurationFunction(_ context.Context, inputs properties) (properties, error) {
	var args configurationArgs
	if err := inputs.into(&args); err != nil {
		return nil, err
	}
	if args.KubernetesVersion == "" {
		args.KubernetesVersion = constants.DefaultKubernetesVersion
	}
	generated, err := args.generate()
	if err != nil {
		return nil, err
	}
	result := properties{}
	for name, value := range inputs {
		result[name] = value
	}
	result["id"] = args.ClusterName
	result["docs"], result["examples"] = args.Docs, args.Examples
	result["kubernetesVersion"] = args.KubernetesVersion
	result["machineSecrets"] = args.MachineSecrets.properties()
	result["machineConfiguration"] = secret{generated}

	return result, nil
}

func (args configurationArgs) generate() (string, error) {
	kind, err := machine.ParseType(args.MachineType)
	if err != nil || (kind != machine.TypeControlPlane && kind != machine.TypeWorker) {
		return "", fmt.Errorf("machineType: %q is neither controlplane nor worker", args.MachineType)
	}
	endpoint, err := url.Parse(args.ClusterEndpoint)
	if err != nil || endpoint.Scheme != "https" || endpoint.Host == "" {
		return "", fmt.Errorf("clusterEndpoint: %q is not a URL such as https://192.0.2.10:6443", args.ClusterEndpoint)
	}
	secretsBundle, err := args.MachineSecrets.bundle()
	if err != nil {
		return "", err
	}
	version := args.TalosVersion
	if version == "" {
		version = gendata.VersionTag
	}
	contract, err := config.ParseContractFromVersion(version)
	if err != nil {
		return "", fmt.Errorf("talosVersion: %w", err)
	}
	patches, err := configpatcher.LoadPatches(args.ConfigPatches)
	if err != nil {
		return "", fmt.Errorf("configPatches: %w", err)
	}
	patchOption := bundle.WithPatchWorker
	if kind == machine.TypeControlPlane {
		patchOption = bundle.WithPatchControlPlane
	}
	made, err := bundle.NewBundle(
		bundle.WithVerbose(false),
		patchOption(patches),
		bundle.WithInputOptions(&bundle.InputOptions{
			ClusterName: args.ClusterName,
			Endpoint:    args.ClusterEndpoint,
			KubeVersion: strings.TrimPrefix(args.KubernetesVersion, "v"),
			GenOptions: []generate.Option{
				generate.WithClusterDiscovery(true),
				generate.WithDNSDomain(constants.DefaultDNSDomain),
				generate.WithInstallDisk("/dev/sda"),
				generate.WithInstallImage("ghcr.io/siderolabs/installer:" + gendata.VersionTag),
				generate.WithSecretsBundle(secretsBundle),
				generate.WithVersionContract(contract),
			},
		}),
	)
	if err != nil {
		return "", fmt.Errorf("configPatches: %w", err)
	}
	comments := encoder.CommentsDisabled
	if args.Docs {
		comments |= encoder.CommentsDocs
	}
	if args.Examples {
		comments |= encoder.CommentsExamples
	}
	serialized, err := made.Serialize(comments, kind)

	return string(serialized), err
}

// clientConfigurationFunction is talos.client.getConfiguration: a talosconfig.
func clientConfigurationFunction(_ context.Context, inputs properties) (properties, error) {
	var args struct {
		ClientConfiguration clientConfiguration `json:"clientConfiguration"`
		ClusterName         string              `json:"clusterName"`
		Endpoints           []string            `json:"endpoints"`
		Nodes               []string            `json:"nodes"`
	}
	if err := inputs.into(&args); err != nil {
		return nil, err
	}
	talosconfig, err := args.ClientConfiguration.talosconfig(args.ClusterName)
	if err != nil {
		return nil, err
	}
	context := talosconfig.Contexts[args.ClusterName]
	context.Endpoints, context.Nodes = args.Endpoints, args.Nodes
	encoded, err := talosconfig.Bytes()
	if err != nil {
		return nil, err
	}
	result := properties{
		"id": args.ClusterName, "clusterName": args.ClusterName, "talosConfig": secret{string(encoded)},
		"clientConfiguration": args.ClientConfiguration.properties(),
	}
	if args.Endpoints != nil {
		result["endpoints"] = args.Endpoints
	}
	if args.Nodes != nil {
		result["nodes"] = args.Nodes
	}

	return result, nil
}

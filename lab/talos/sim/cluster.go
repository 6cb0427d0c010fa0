package sim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config"
)

const (
	roleControlPlane = "controlplane"
	roleWorker       = "worker"

	controlPlaneLabel = "node-role.kubernetes.io/control-plane"
	// maxPods is the kubelet's default.
	maxPods = 110
)

// Member is a machine that has joined the cluster, with what is needed to register its Kubernetes node.
type Member struct {
	// Name is the Kubernetes node's: the machine's hostname.
	Name string `json:"name"`
	// Machine is the name in the inventory.
	Machine string `json:"machine"`
	// Role is "controlplane" or "worker".
	Role         string            `json:"role"`
	Address      string            `json:"address"`
	Architecture string            `json:"architecture"`
	Labels       map[string]string `json:"labels"`
	Taints       []Taint           `json:"taints"`
	CPUs         int               `json:"cpus"`
	MemoryMiB    int               `json:"memoryMiB"`
	// MaxPods is the kubelet's limit.
	MaxPods int `json:"maxPods"`
	// Schematic is that of the installed image, if the image is named by one.
	Schematic      string `json:"schematic,omitempty"`
	TalosVersion   string `json:"talosVersion"`
	KubeletVersion string `json:"kubeletVersion"`
}

// Taint is a Kubernetes taint.
type Taint struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Effect string `json:"effect"`
}

var schematicID = regexp.MustCompile(`^[0-9a-f]{64}$`)

func newMember(hardware *MachineHardware, provider config.Provider, installedVersion string) Member {
	machine, cluster := provider.Machine(), provider.Cluster()
	member := Member{
		Name:           nodeName(hardware, provider),
		Machine:        hardware.Name,
		Role:           roleWorker,
		Address:        hardware.Address,
		Architecture:   hardware.Architecture,
		Labels:         maps.Clone(map[string]string(machine.NodeLabels())),
		Taints:         []Taint{},
		CPUs:           hardware.CPUs,
		MemoryMiB:      hardware.MemoryMiB,
		MaxPods:        maxPods,
		TalosVersion:   installedVersion,
		KubeletVersion: imageTag(machine.Kubelet().Image()),
	}
	if member.Labels == nil {
		member.Labels = map[string]string{}
	}
	if machine.Type().IsControlPlane() {
		member.Role = roleControlPlane
		member.Labels[controlPlaneLabel] = ""
		if !cluster.ScheduleOnControlPlanes() {
			member.Taints = append(member.Taints, Taint{Key: controlPlaneLabel, Effect: "NoSchedule"})
		}
	}
	for key, taint := range machine.NodeTaints() {
		value, effect, found := strings.Cut(taint, ":")
		if !found {
			value, effect = "", taint
		}
		member.Taints = append(member.Taints, Taint{Key: key, Value: value, Effect: effect})
	}
	if install := machine.Install(); install != nil {
		repository, _, _ := strings.Cut(path.Base(install.Image()), ":")
		if schematicID.MatchString(repository) {
			member.Schematic = repository
		}
	}

	return member
}

func nodeName(hardware *MachineHardware, provider config.Provider) string {
	if hostname := provider.NetworkHostnameConfig(); hostname != nil && hostname.Hostname() != "" {
		return hostname.Hostname()
	}

	return hardware.Name
}

// clusterID tells clusters apart by their Kubernetes CA.
func clusterID(provider config.Provider) string {
	if ca := provider.Cluster().IssuingCA(); ca != nil {
		return fingerprint(ca.Crt)
	}
	// A worker's configuration has the certificate without the key.
	for _, accepted := range provider.Cluster().AcceptedCAs() {
		return fingerprint(accepted.Crt)
	}

	return ""
}

func fingerprint(pem []byte) string {
	sum := sha256.Sum256(pem)

	return hex.EncodeToString(sum[:])
}

func joinToken(provider config.Provider) string {
	return provider.Cluster().Token().ID() + "." + provider.Cluster().Token().Secret()
}

func base64Text(raw []byte) string { return base64.StdEncoding.EncodeToString(raw) }

// clusterFacts is cluster.json: what a Kubernetes control plane needs to know besides its keys.
type clusterFacts struct {
	ClusterName string `json:"clusterName"`
	// Endpoint is the URL in the machine configuration.
	Endpoint       string   `json:"endpoint"`
	PodSubnets     []string `json:"podSubnets"`
	ServiceSubnets []string `json:"serviceSubnets"`
	DNSDomain      string   `json:"dnsDomain"`
	CertSANs       []string `json:"certSANs"`
	// KubernetesVersion is the tag of the API server's image.
	KubernetesVersion          string            `json:"kubernetesVersion"`
	APIServerExtraArgs         map[string]string `json:"apiServerExtraArgs"`
	ControllerManagerExtraArgs map[string]string `json:"controllerManagerExtraArgs"`
	SchedulerExtraArgs         map[string]string `json:"schedulerExtraArgs"`
}

// writeControlPlane writes the PKI and the facts of the cluster that a control plane's configuration
// describes. Every file replaces its old self at once; the facts come last, so whoever sees them can read
// the rest.
func writeControlPlane(dir string, provider config.Provider) error {
	cluster := provider.Cluster()
	files := map[string][]byte{
		"ca.crt":              cluster.IssuingCA().Crt,
		"ca.key":              cluster.IssuingCA().Key,
		"aggregator-ca.crt":   cluster.AggregatorCA().Crt,
		"aggregator-ca.key":   cluster.AggregatorCA().Key,
		"service-account.key": cluster.ServiceAccount().Key,
		"etcd-ca.crt":         cluster.Etcd().CA().Crt,
		"etcd-ca.key":         cluster.Etcd().CA().Key,
	}
	if secret := cluster.SecretboxEncryptionSecret(); secret != "" {
		files["secretbox.key"] = []byte(secret)
	}
	var faults []error
	for name, content := range files {
		faults = append(faults, writeFile(filepath.Join(dir, name), content))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}

	return writeJSON(filepath.Join(dir, "cluster.json"), clusterFacts{
		ClusterName:                cluster.Name(),
		Endpoint:                   cluster.Endpoint().String(),
		PodSubnets:                 cluster.Network().PodCIDRs(),
		ServiceSubnets:             cluster.Network().ServiceCIDRs(),
		DNSDomain:                  cluster.Network().DNSDomain(),
		CertSANs:                   append([]string{}, cluster.CertSANs()...),
		KubernetesVersion:          imageTag(cluster.APIServer().Image()),
		APIServerExtraArgs:         orEmpty(cluster.APIServer().ExtraArgs()),
		ControllerManagerExtraArgs: orEmpty(cluster.ControllerManager().ExtraArgs()),
		SchedulerExtraArgs:         orEmpty(cluster.Scheduler().ExtraArgs()),
	})
}

func removeControlPlane(dir string) error { return os.RemoveAll(dir) }

func orEmpty(arguments map[string]string) map[string]string {
	if arguments == nil {
		return map[string]string{}
	}

	return arguments
}

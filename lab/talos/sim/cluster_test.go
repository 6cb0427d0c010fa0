package sim_test

import (
	"bytes"
	"context"
	stdx509 "crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cosi-project/runtime/pkg/safe"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/cluster"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"
	"gopkg.in/yaml.v3"

	"hearth.dev/lab/talos/sim"
)

func TestMovesToMutualTLS(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	if err := apply(r.insecure("cp1"), k.config(t, machine.TypeControlPlane, arm64Image, "pi-1")); err != nil {
		t.Fatal(err)
	}
	c := r.awaitConfigured(k, "cp1")
	disks, err := c.Disks(context.Background())
	if err != nil || !disks.Messages[0].Disks[0].SystemDisk {
		t.Fatalf("not installed: %v, %v", disks, err)
	}
	if _, err := r.insecure("cp1").Disks(context.Background()); err == nil {
		t.Fatal("a client without a certificate was let in")
	}
	if _, err := r.secure(newKeys(t), "cp1").Version(context.Background()); err == nil {
		t.Fatal("a client of another cluster was let in")
	}
	reader := r.connect(client.WithConfig(k.talosconfig(t, role.Reader)), "cp1")
	if _, err := reader.Version(context.Background()); err != nil {
		t.Fatal("a reader may ask for the version:", err)
	}
	wantCode(t, apply(reader, nil), codes.PermissionDenied, "not authorized")
}

func TestAWorkerAnswersOnceAControlPlaneSignsForIt(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	if err := apply(r.insecure("w1"), k.config(t, machine.TypeWorker, amd64Image, "am-1")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if _, err := r.secure(k, "w1").Version(ctx); err == nil {
		t.Fatal("a worker answered before there was a control plane")
	}
	if err := apply(r.insecure("cp1"), k.config(t, machine.TypeControlPlane, arm64Image, "pi-1")); err != nil {
		t.Fatal(err)
	}
	r.awaitConfigured(k, "cp1")
	c := r.awaitConfigured(k, "w1")
	_, err := c.Kubeconfig(context.Background())
	wantCode(t, err, codes.Unimplemented, "control plane")
	wantCode(t, c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}), codes.FailedPrecondition, "control plane node")
}

func TestBootstrapsOnceAndMembersJoin(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	c := r.up(k)
	wantCode(t, c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}), codes.AlreadyExists, "not empty")

	labels := "machine: {nodeLabels: {example.com/disk: ssd}, nodeTaints: {example.com/slow: 'yes:PreferNoSchedule'}}"
	if err := apply(r.insecure("w1"), k.config(t, machine.TypeWorker, amd64Image, "am-1", labels)); err != nil {
		t.Fatal(err)
	}
	var members []sim.Member
	eventually(t, "both are members", func(context.Context) error {
		r.read("members.json", &members)
		if len(members) != 2 {
			return io.ErrNoProgress
		}

		return nil
	})
	if m := members[0]; m.Name != "pi-1" || m.Machine != "cp1" || m.Role != "controlplane" || m.Architecture != "arm64" ||
		len(m.Taints) != 1 || m.Schematic != strings.Repeat("a", 64) || m.KubeletVersion != "v1.35.0" {
		t.Fatalf("unexpected control plane %+v", m)
	}
	if m := members[1]; m.Name != "am-1" || m.Role != "worker" || m.Labels["example.com/disk"] != "ssd" ||
		len(m.Taints) != 1 || m.Taints[0] != (sim.Taint{Key: "example.com/slow", Value: "yes", Effect: "PreferNoSchedule"}) {
		t.Fatalf("unexpected worker %+v", m)
	}
	if joined := r.events.named("joined"); len(joined) != 2 || joined[1]["node"] != "am-1" {
		t.Fatalf("unexpected events %v", joined)
	}
	etcd, err := c.EtcdMemberList(context.Background(), &machineapi.EtcdMemberListRequest{})
	if err != nil || len(etcd.Messages[0].Members) != 1 {
		t.Fatalf("unexpected etcd members %v, %v", etcd, err)
	}
	discovered, err := safe.StateListAll[*cluster.Member](client.WithNode(context.Background(), "192.0.2.21"), c.COSI)
	if err != nil || discovered.Len() != 2 {
		t.Fatalf("unexpected discovered members %v, %v", discovered, err)
	}
	version, err := c.Version(client.WithNode(context.Background(), "192.0.2.21"))
	if err != nil || version.Messages[0].Version.Arch != "amd64" {
		t.Fatalf("the call was not passed on to the worker: %v, %v", version, err)
	}
}

func TestBootstrapWritesTheControlPlanesKeys(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	r.up(k)
	want := map[string][]byte{
		"ca.crt": k.Certs.K8s.Crt, "ca.key": k.Certs.K8s.Key, "etcd-ca.crt": k.Certs.Etcd.Crt, "etcd-ca.key": k.Certs.Etcd.Key,
		"aggregator-ca.crt": k.Certs.K8sAggregator.Crt, "aggregator-ca.key": k.Certs.K8sAggregator.Key,
		"service-account.key": k.Certs.K8sServiceAccount.Key, "secretbox.key": []byte(k.Secrets.SecretboxEncryptionSecret),
	}
	for name, content := range want {
		file := filepath.Join(r.dir, "kubernetes", name)
		raw, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(raw, content) {
			t.Errorf("%s is not the cluster's: %v", name, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v", name, err)
		}
	}
	var facts map[string]any
	r.read("kubernetes/cluster.json", &facts)
	if facts["clusterName"] != "test" || facts["endpoint"] != "https://192.0.2.10:6443" || facts["kubernetesVersion"] != "v1.35.0" ||
		facts["dnsDomain"] != "cluster.local" {
		t.Fatalf("unexpected facts %v", facts)
	}
}

func TestKubeconfigIsOfTheClustersCA(t *testing.T) {
	r, k := newRack(t), newKeys(t)
	raw, err := r.up(k).Kubeconfig(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var kubeconfig struct {
		Clusters []struct {
			Cluster struct {
				Server string `yaml:"server"`
			} `yaml:"cluster"`
		} `yaml:"clusters"`
		Users []struct {
			User struct {
				Certificate string `yaml:"client-certificate-data"`
			} `yaml:"user"`
		} `yaml:"users"`
	}
	if err := yaml.Unmarshal(raw, &kubeconfig); err != nil {
		t.Fatal(err)
	}
	if kubeconfig.Clusters[0].Cluster.Server != "https://192.0.2.10:6443" {
		t.Fatalf("unexpected server %s", kubeconfig.Clusters[0].Cluster.Server)
	}
	var certificate []byte
	if err := json.Unmarshal([]byte(`"`+kubeconfig.Users[0].User.Certificate+`"`), &certificate); err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(certificate)
	leaf, err := stdx509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	pool := stdx509.NewCertPool()
	pool.AppendCertsFromPEM(k.Certs.K8s.Crt)
	usage := []stdx509.ExtKeyUsage{stdx509.ExtKeyUsageClientAuth}
	if _, err := leaf.Verify(stdx509.VerifyOptions{Roots: pool, KeyUsages: usage}); err != nil {
		t.Fatal(err)
	}
	if leaf.Subject.Organization[0] != "system:masters" {
		t.Fatalf("not an admin: %v", leaf.Subject)
	}
}

func TestAnotherClusterDoesNotJoin(t *testing.T) {
	r, k, other := newRack(t), newKeys(t), newKeys(t)
	r.up(k)
	if err := apply(r.insecure("cp2"), other.config(t, machine.TypeControlPlane, arm64Image, "pi-2")); err != nil {
		t.Fatal(err)
	}
	c := r.awaitConfigured(other, "cp2")
	wantCode(t, c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}), codes.FailedPrecondition, "one at a time")
	var members []sim.Member
	if r.read("members.json", &members); len(members) != 1 {
		t.Fatalf("a machine of another cluster joined: %v", members)
	}
}

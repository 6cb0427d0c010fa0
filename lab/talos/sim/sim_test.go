package sim_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	stdx509 "crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/siderolabs/crypto/x509"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/cluster"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"
	"gopkg.in/yaml.v3"

	"hearth.dev/lab/talos/sim"
)

// patience bounds what is waited for; nothing is asserted about how long it takes.
const patience = 20 * time.Second

var (
	cp1    = hardware("cp1", "arm64", "192.0.2.11", "mmc", "/dev/mmcblk0")
	cp2    = hardware("cp2", "arm64", "192.0.2.12", "mmc", "/dev/mmcblk0")
	worker = hardware("w1", "amd64", "192.0.2.21", "nvme", "/dev/nvme0n1")
)

const (
	arm64Image = "factory.example.com/metal-installer/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:v1.12.4"
	amd64Image = "factory.example.com/metal-installer/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb:v1.12.4"
)

func hardware(name, architecture, address, transport, device string) sim.MachineHardware {
	return sim.MachineHardware{
		Name: name, Architecture: architecture, Address: address, CPUs: 4, MemoryMiB: 4096,
		Disks: []sim.Disk{{
			Device: device, Model: "Made-up " + transport, Serial: "S-" + name, SizeBytes: 64_000_000_000,
			Transport: transport, ByID: []string{"/dev/disk/by-id/" + transport + "-" + name},
		}},
		NICs: []sim.NIC{{Name: "end0", MAC: "02:00:00:00:00:" + address[len(address)-2:], Driver: "bcmgenet", Physical: true}},
	}
}

type rack struct {
	t         *testing.T
	dir       string
	inventory *sim.Inventory
	world     *sim.World
	events    *eventLog
}

type eventLog struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (l *eventLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()

	return l.buffer.Write(line)
}

func (l *eventLog) named(event string) []map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []map[string]any
	scanner := bufio.NewScanner(bytes.NewReader(l.buffer.Bytes()))
	for scanner.Scan() {
		var line map[string]any
		if json.Unmarshal(scanner.Bytes(), &line) == nil && line["event"] == event {
			found = append(found, line)
		}
	}

	return found
}

func newRack(t *testing.T) *rack {
	t.Helper()
	t.Parallel()
	r := &rack{t: t, dir: t.TempDir(), inventory: &sim.Inventory{
		Cluster: "test", Machines: []sim.MachineHardware{cp1, cp2, worker},
		Images: map[string]string{strings.Repeat("a", 64): "arm64", strings.Repeat("b", 64): "amd64"},
	}}
	r.start()

	return r
}

func (r *rack) start() {
	r.t.Helper()
	r.events = &eventLog{}
	world, err := sim.NewWorld(r.inventory, r.dir, sim.NewEvents(r.events), 0)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := world.Start(context.Background()); err != nil {
		r.t.Fatal(err)
	}
	r.world = world
	r.t.Cleanup(world.Stop)
}

func (r *rack) endpoint(name string) string {
	r.t.Helper()
	endpoints := map[string]string{}
	r.read("endpoints.json", &endpoints)

	return endpoints[name]
}

func (r *rack) read(file string, into any) {
	r.t.Helper()
	raw, err := os.ReadFile(filepath.Join(r.dir, file))
	if err != nil {
		r.t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rack) fault(faults ...sim.Fault) {
	r.t.Helper()
	raw, err := json.Marshal(faults)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, "faults.json"), raw, 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// insecure connects as to a maintenance service.
func (r *rack) insecure(name string) *client.Client {
	r.t.Helper()

	return r.connect(client.WithTLSConfig(&tls.Config{InsecureSkipVerify: true}), name)
}

func (r *rack) connect(how client.OptionFunc, name string) *client.Client {
	r.t.Helper()
	c, err := client.New(context.Background(), how, client.WithEndpoints(r.endpoint(name)))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() })

	return c
}

// keys are a cluster's secrets.
type keys struct{ *secrets.Bundle }

func newKeys(t *testing.T) keys {
	t.Helper()
	bundle, err := secrets.NewBundle(secrets.NewFixedClock(time.Now()), config.TalosVersion1_12)
	if err != nil {
		t.Fatal(err)
	}

	return keys{bundle}
}

func (k keys) talosconfig(t *testing.T, roles ...role.Role) *clientconfig.Config {
	t.Helper()
	pair, err := k.GenerateTalosAPIClientCertificateWithTTL(role.MakeSet(roles...), time.Hour)
	if err != nil {
		t.Fatal(err)
	}

	return clientconfig.NewConfig("test", nil, k.Certs.OS.Crt, &x509.PEMEncodedCertificateAndKey{Crt: pair.Crt, Key: pair.Key})
}

func (r *rack) secure(k keys, name string) *client.Client {
	r.t.Helper()

	return r.connect(client.WithConfig(k.talosconfig(r.t, role.Admin)), name)
}

func (k keys) config(t *testing.T, kind machine.Type, image, hostname string, patches ...string) []byte {
	t.Helper()
	input, err := generate.NewInput("test", "https://192.0.2.10:6443", "1.35.0",
		generate.WithSecretsBundle(k.Bundle), generate.WithVersionContract(config.TalosVersion1_12),
		generate.WithInstallImage(image), generate.WithInstallDisk(""))
	if err != nil {
		t.Fatal(err)
	}
	provider, err := input.Config(kind)
	if err != nil {
		t.Fatal(err)
	}
	selector := "machine: {install: {diskSelector: {size: '>= 32GB'}}}"
	name := "apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: " + hostname + "\n"
	loaded, err := configpatcher.LoadPatches(append([]string{selector, name}, patches...))
	if err != nil {
		t.Fatal(err)
	}
	patched, err := configpatcher.Apply(configpatcher.WithConfig(provider), loaded)
	if err != nil {
		t.Fatal(err)
	}
	result, err := patched.Config()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := result.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		t.Fatal(err)
	}

	return raw
}

func apply(c *client.Client, data []byte, change ...func(*machineapi.ApplyConfigurationRequest)) error {
	request := &machineapi.ApplyConfigurationRequest{Data: data}
	for _, set := range change {
		set(request)
	}
	_, err := c.ApplyConfiguration(context.Background(), request)

	return err
}

// eventually tries until it works.
func eventually(t *testing.T, what string, try func(context.Context) error) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		err := try(ctx)
		cancel()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: %v", what, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (r *rack) awaitConfigured(k keys, name string) *client.Client {
	r.t.Helper()
	eventually(r.t, name+" answers over mutual TLS", func(ctx context.Context) error {
		// A fresh client each time: one that has failed waits a second before it tries again.
		_, err := r.secure(k, name).Version(ctx)

		return err
	})

	return r.secure(k, name)
}

// up configures cp1 and bootstraps the cluster there.
func (r *rack) up(k keys) *client.Client {
	r.t.Helper()
	if err := apply(r.insecure("cp1"), k.config(r.t, machine.TypeControlPlane, arm64Image, "pi-1")); err != nil {
		r.t.Fatal(err)
	}
	c := r.awaitConfigured(k, "cp1")
	if err := c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}); err != nil {
		r.t.Fatal(err)
	}

	return c
}

func wantCode(t *testing.T, err error, code codes.Code, text string) {
	t.Helper()
	if code == codes.OK && err == nil {
		return
	}
	if client.StatusCode(err) != code || !strings.Contains(err.Error(), text) {
		t.Fatalf("want %s with %q, have %v", code, text, err)
	}
}

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

package sim_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"
	"google.golang.org/grpc/codes"

	"hearth.dev/lab/talos/sim"
)

// patience bounds what is waited for; nothing is asserted about how long it takes.
const patience = 20 * time.Second

var (
	cp1    = hardware("cp1", "arm64", "192.0.2.11", "mmc", "/dev/mmcblk0")
	cp2    = hardware("cp2", "arm64", "192.0.2.12", "mmc", "/dev/mmcblk0")
	worker = hardware("w1", "amd64", "192.0.2.21", "nvme", "/dev/nvme0n1")
)

func hardware(name, architecture, address, transport, device string) sim.MachineHardware {
	return sim.MachineHardware{
		Name: name, Architecture: architecture, Address: address, CPUs: 4, MemoryMiB: 4096,
		Disks: []sim.Disk{{
			Device: device, Model: "Made-up " + transport, Serial: "S-" + name, SizeBytes: 64_000_000_000,
			Transport: transport, ByID: []string{"/dev/disk/by-id/" + transport + "-" + name},
		}},
		NICs: []sim.NIC{{
			Name: "end0", MAC: "02:00:00:00:00:" + address[len(address)-2:], Driver: "bcmgenet", Physical: true,
			SpeedMbps: 1000, Address: address + "/24",
		}},
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

func wantCode(t *testing.T, err error, code codes.Code, text string) {
	t.Helper()
	if code == codes.OK && err == nil {
		return
	}
	if client.StatusCode(err) != code || !strings.Contains(err.Error(), text) {
		t.Fatalf("want %s with %q, have %v", code, text, err)
	}
}

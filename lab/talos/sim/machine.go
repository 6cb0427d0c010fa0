package sim

import (
	"bytes"
	"context"
	"crypto/tls"
	"time"

	"github.com/cosi-project/runtime/pkg/state"
	"github.com/google/uuid"
	"github.com/siderolabs/talos/pkg/machinery/config"
	configconfig "github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/gendata"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// machine is one computer of the rack. Its fields below port are guarded by world.mu.
type machine struct {
	world     *World
	hardware  *MachineHardware
	resources state.State
	port      *port

	record   machineRecord
	provider config.Provider // nil in maintenance mode
	// running is whether the configured system is up, as opposed to rebooting.
	running     bool
	server      *grpc.Server
	certificate *tls.Certificate
	revert      *time.Timer // of an apply in try mode
}

// machineRecord is what is on the machine's disks, kept in machines/<name>.json.
type machineRecord struct {
	// Config is the machine configuration on the STATE partition; empty in maintenance mode.
	Config string `json:"config,omitempty"`
	// Staged replaces Config at the next boot.
	Staged string `json:"staged,omitempty"`
	// Disk is where Talos is installed; empty if it is not.
	Disk string `json:"disk,omitempty"`
	// Image is the installer image that was used.
	Image string `json:"image,omitempty"`
	// Version is the Talos version that runs.
	Version string `json:"version"`
	// Halted means switched off. A start of the simulator switches it on.
	Halted bool `json:"halted,omitempty"`
	// BootID changes with each boot.
	BootID string `json:"bootId"`
}

func newMachine(world *World, hardware *MachineHardware) (*machine, error) {
	resources, err := newResources(context.Background(), hardware)
	if err != nil {
		return nil, err
	}
	m := &machine{world: world, hardware: hardware, resources: resources}
	if err := readJSON(m.file(), &m.record); err != nil {
		return nil, err
	}
	m.record.Halted = false

	return m, nil
}

func (m *machine) file() string { return m.world.file("machines", m.hardware.Name+".json") }

func (m *machine) save() error { return writeJSON(m.file(), m.record) }

// boot brings the machine up: into maintenance mode if its disks hold no configuration, else into the
// configured system, which then joins its cluster.
func (m *machine) boot(ctx context.Context) error {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	if m.world.stopped || m.record.Halted {
		return nil
	}
	if m.record.Staged != "" {
		m.record.Config, m.record.Staged = m.record.Staged, ""
	}
	m.record.BootID = uuid.NewString()
	m.provider, m.certificate, m.running = nil, nil, false

	var config *tls.Config
	if m.record.Config == "" {
		m.record.Version = gendata.VersionTag
		var err error
		if config, err = maintenanceTLS(); err != nil {
			return err
		}
		if err := putStage(ctx, m.resources, runtime.MachineStageMaintenance); err != nil {
			return err
		}
	} else {
		provider, err := configloader.NewFromBytes([]byte(m.record.Config))
		if err != nil {
			return err
		}
		m.provider, m.running = provider, true
		config = m.configuredTLS()
		if err := putSystemDisk(ctx, m.resources, m.record.Disk); err != nil {
			return err
		}
		if err := putStage(ctx, m.resources, runtime.MachineStageRunning); err != nil {
			return err
		}
	}
	if err := m.save(); err != nil {
		return err
	}
	m.server = grpc.NewServer(
		grpc.Creds(credentials.NewTLS(config)),
		grpc.ChainUnaryInterceptor(m.interceptUnary),
		grpc.ChainStreamInterceptor(m.interceptStream),
	)
	register(m.server, m)
	server, listener := m.server, m.port.open()
	go func() { _ = server.Serve(listener) }() // ends with the outlet

	return m.world.settle(ctx, nil)
}

// configuredTLS asks for a client certificate of the configuration's CA, and shows one of it.
func (m *machine) configuredTLS() *tls.Config {
	base := &tls.Config{MinVersion: tls.VersionTLS13, NextProtos: []string{"h2"}, ClientAuth: tls.RequireAndVerifyClientCert}
	base.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		certificate, err := m.world.serverCertificate(m)
		if err != nil {
			return nil, err
		}
		m.world.mu.Lock()
		defer m.world.mu.Unlock()
		current := base.Clone()
		current.Certificates = []tls.Certificate{*certificate}
		current.ClientCAs = clientCAs(m.provider)

		return current, nil
	}

	return base
}

// graceForReplies is how long a machine that goes down finishes the calls in hand.
const graceForReplies = time.Second

// restart takes the machine down, after the replies in hand are out, and boots it again. It returns at once;
// whoever connects from then on meets the machine as it is after the boot.
func (m *machine) restart() {
	m.world.mu.Lock()
	server := m.server
	m.running = false
	m.world.mu.Unlock()
	m.port.detach()
	go func() {
		finish(server)
		m.powerOn(m.world.bootDelay)
	}()
}

// crash takes the power away: whoever is connected hears nothing more.
func (m *machine) crash(down time.Duration) {
	m.world.mu.Lock()
	server := m.server
	m.running = false
	m.world.mu.Unlock()
	m.port.cut()
	go func() {
		server.Stop()
		m.powerOn(down)
	}()
}

func (m *machine) halt() {
	m.world.mu.Lock()
	server := m.server
	m.running = false
	m.world.mu.Unlock()
	m.port.detach()
	go func() {
		finish(server)
		m.port.cut()
	}()
}

func (m *machine) powerOn(after time.Duration) {
	m.port.cut()
	time.Sleep(after)
	if err := m.boot(context.Background()); err != nil {
		m.world.events.emit("warning", fields{"node": m.hardware.Name, "message": "cannot boot: " + err.Error()})
	}
}

func finish(server *grpc.Server) {
	force := time.AfterFunc(graceForReplies, server.Stop)
	server.GracefulStop()
	force.Stop()
}

// install puts Talos and its first configuration on the disks, and reboots into it.
func (m *machine) install(data []byte, provider config.Provider, disk string) error {
	m.world.mu.Lock()
	m.record.Config, m.record.Disk = string(data), disk
	m.record.Image = provider.Machine().Install().Image()
	if tag := imageTag(m.record.Image); tag != "" {
		m.record.Version = tag
	}
	err := m.save()
	m.world.mu.Unlock()
	if err != nil {
		return err
	}
	m.world.events.emit("configured", fields{"node": m.hardware.Name})
	m.restart()

	return nil
}

// replaceConfig takes a new configuration without a reboot. It lasts if persist is set.
func (m *machine) replaceConfig(ctx context.Context, data []byte, provider config.Provider, persist bool) error {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	m.cancelRevert()
	if persist {
		m.record.Config, m.record.Staged = string(data), ""
		if err := m.save(); err != nil {
			return err
		}
	}
	m.provider, m.certificate = provider, nil
	m.world.events.emit("configured", fields{"node": m.hardware.Name})
	if err := m.world.settle(ctx, nil); err != nil {
		return err
	}

	return m.world.publish(ctx)
}

// try is replaceConfig for a while: then the configuration on disk holds again.
func (m *machine) try(ctx context.Context, data []byte, provider config.Provider, timeout time.Duration) error {
	if err := m.replaceConfig(ctx, data, provider, false); err != nil {
		return err
	}
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	m.revert = time.AfterFunc(timeout, func() {
		m.world.mu.Lock()
		kept := []byte(m.record.Config)
		m.world.mu.Unlock()
		if former, err := configloader.NewFromBytes(kept); err == nil {
			_ = m.replaceConfig(context.Background(), kept, former, false)
		}
	})

	return nil
}

// cancelRevert makes a configuration in try mode stay. The caller holds world.mu.
func (m *machine) cancelRevert() {
	if m.revert != nil {
		m.revert.Stop()
		m.revert = nil
	}
}

// stage keeps a configuration for the next boot.
func (m *machine) stage(data []byte) error {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	m.cancelRevert()
	m.record.Staged = string(data)

	return m.save()
}

// reset wipes the machine. It comes up in maintenance mode, or stays off.
func (m *machine) reset(ctx context.Context, reboot bool) error {
	m.world.mu.Lock()
	err := m.world.leave(ctx, m)
	m.record = machineRecord{Version: gendata.VersionTag, Halted: !reboot}
	if err == nil {
		err = m.save()
	}
	m.world.mu.Unlock()
	if err != nil {
		return err
	}
	m.world.events.emit("reset", fields{"node": m.hardware.Name})
	if reboot {
		m.restart()
	} else {
		m.halt()
	}

	return nil
}

// trusts tells whether a configuration names a CA as the machine CA.
func trusts(security configconfig.Security, ca []byte) bool {
	if issuing := security.IssuingCA(); issuing != nil && bytes.Equal(issuing.Crt, ca) {
		return true
	}
	for _, accepted := range security.AcceptedCAs() {
		if bytes.Equal(accepted.Crt, ca) {
			return true
		}
	}

	return false
}

package sim

import (
	"context"
	"crypto/tls"
	"time"

	"github.com/cosi-project/runtime/pkg/state"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/gendata"
	"google.golang.org/grpc"
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

package sim

import (
	"context"
	"crypto/tls"
	"time"

	"github.com/google/uuid"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/gendata"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

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
	register(m.server)
	server, listener := m.server, m.port.open()
	go func() { _ = server.Serve(listener) }() // ends with the outlet

	return m.world.settle(ctx, nil)
}

// graceForReplies is how long a machine that goes down finishes the calls in hand.
const graceForReplies = time.Second

// goDown says that the machine is no longer up, and returns the server that still answers for it.
func (m *machine) goDown() *grpc.Server {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	m.running = false

	return m.server
}

// restart takes the machine down, after the replies in hand are out, and boots it again. It returns at once;
// whoever connects from then on meets the machine as it is after the boot.
func (m *machine) restart() {
	server := m.goDown()
	m.port.detach()
	go func() {
		finish(server)
		m.powerOn(m.world.bootDelay)
	}()
}

// crash takes the power away: whoever is connected hears nothing more.
func (m *machine) crash(down time.Duration) {
	server := m.goDown()
	m.port.cut()
	go func() {
		server.Stop()
		m.powerOn(down)
	}()
}

// halt switches the machine off, after the replies in hand are out.
func (m *machine) halt() {
	server := m.goDown()
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

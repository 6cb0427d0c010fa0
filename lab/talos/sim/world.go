package sim

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// World is the rack, and the one cluster that its machines may form.
type World struct {
	inventory *Inventory
	stateDir  string
	events    *Events
	faults    *faultSwitch
	bootDelay time.Duration

	// mu guards everything below, and the state of each machine.
	mu       sync.Mutex
	machines []*machine
	cluster  clusterRecord
	stopped  bool
}

// NewWorld reads the machines' state back from stateDir. Nothing listens before Start.
func NewWorld(inventory *Inventory, stateDir string, events *Events, bootDelay time.Duration) (*World, error) {
	world := &World{
		inventory: inventory, stateDir: stateDir, events: events, bootDelay: bootDelay, faults: newFaultSwitch(stateDir),
	}
	if err := os.MkdirAll(stateDir, 0o700); err != nil {
		return nil, err
	}
	if err := readJSON(world.file("cluster.json"), &world.cluster); err != nil {
		return nil, err
	}
	for i := range inventory.Machines {
		machine, err := newMachine(world, &inventory.Machines[i])
		if err != nil {
			return nil, err
		}
		world.machines = append(world.machines, machine)
	}

	return world, nil
}

func (w *World) file(parts ...string) string {
	return filepath.Join(append([]string{w.stateDir}, parts...)...)
}

// Start lets every machine listen, at the port that it had before where that is free, and boots it.
func (w *World) Start(ctx context.Context) error {
	endpoints := map[string]string{}
	if err := readJSON(w.file("endpoints.json"), &endpoints); err != nil {
		return err
	}
	for _, machine := range w.machines {
		port, err := openPort(endpoints[machine.hardware.Name])
		if err != nil || endpoints[machine.hardware.Name] == "" {
			if err == nil {
				port.close()
			}
			if port, err = openPort("127.0.0.1:0"); err != nil {
				return err
			}
		}
		machine.port = port
		endpoints[machine.hardware.Name] = port.address()
	}
	if err := writeJSON(w.file("endpoints.json"), endpoints); err != nil {
		return err
	}
	for _, machine := range w.machines {
		if err := machine.boot(ctx); err != nil {
			return fmt.Errorf("machine %s: %w", machine.hardware.Name, err)
		}
		w.events.emit("listening", fields{"node": machine.hardware.Name, "address": machine.port.address()})
	}

	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cluster.ID != "" {
		w.events.emit("bootstrapped", fields{"node": w.cluster.BootstrappedOn, "restored": true})
		for _, member := range w.members() {
			w.emitJoined(member, true)
		}
	}
	if err := w.publish(ctx); err != nil {
		return err
	}
	w.events.emit("ready", nil)

	return nil
}

// Stop ends every connection. State is on disk already.
func (w *World) Stop() {
	w.mu.Lock()
	w.stopped = true
	machines := w.machines
	w.mu.Unlock()
	for _, machine := range machines {
		machine.port.close()
	}
}

func (w *World) machineNamed(name string) *machine {
	for _, machine := range w.machines {
		if machine.hardware.Name == name {
			return machine
		}
	}

	return nil
}

// findNode resolves what a client called a machine by: address, endpoint, hostname or inventory name.
func (w *World) findNode(node string) *machine {
	w.mu.Lock()
	defer w.mu.Unlock()
	host := node
	if splitHost, _, err := net.SplitHostPort(node); err == nil {
		host = splitHost
	}
	for _, machine := range w.machines {
		if node == machine.port.address() || host == machine.hardware.Address || host == machine.hardware.Name ||
			(machine.provider != nil && host == nodeName(machine.hardware, machine.provider)) {
			return machine
		}
	}

	return nil
}

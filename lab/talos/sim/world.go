package sim

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/siderolabs/crypto/x509"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
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

// clusterRecord is what cluster.json in the state directory keeps: which cluster has been bootstrapped, and
// which machines are in it. Both survive a restart.
type clusterRecord struct {
	// ID is the fingerprint of the Kubernetes CA; empty before the bootstrap.
	ID string `json:"id"`
	// BootstrappedOn is the machine that etcd was started on.
	BootstrappedOn string `json:"bootstrappedOn"`
	// Joined names the machines, in the order in which they came.
	Joined []string `json:"joined"`
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

// members lists who is in the cluster. The caller holds mu.
func (w *World) members() []Member {
	members := make([]Member, 0, len(w.cluster.Joined))
	for _, name := range w.cluster.Joined {
		if machine := w.machineNamed(name); machine != nil && machine.provider != nil {
			members = append(members, newMember(machine.hardware, machine.provider, machine.record.Version))
		}
	}

	return members
}

// publish writes members.json and tells every machine of the cluster's members. The caller holds mu.
func (w *World) publish(ctx context.Context) error {
	members := w.members()
	if err := writeJSON(w.file("members.json"), members); err != nil {
		return err
	}
	for _, machine := range w.machines {
		known := []Member{}
		if slices.Contains(w.cluster.Joined, machine.hardware.Name) {
			known = members
		}
		if err := putMembers(ctx, machine.resources, known); err != nil {
			return err
		}
	}

	return nil
}

func (w *World) emitJoined(member Member, restored bool) {
	more := fields{
		"node": member.Name, "machine": member.Machine, "role": member.Role, "address": member.Address,
		"architecture": member.Architecture, "labels": member.Labels, "taints": member.Taints,
		"cpus": member.CPUs, "memoryMiB": member.MemoryMiB, "maxPods": member.MaxPods,
		"talosVersion": member.TalosVersion, "kubeletVersion": member.KubeletVersion,
	}
	if restored {
		more["restored"] = true
	}
	w.events.emit("joined", more)
}

// bootstrap starts the cluster on a control plane: once in its life.
func (w *World) bootstrap(ctx context.Context, on *machine) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case on.provider == nil:
		return status.Error(codes.FailedPrecondition, "bootstrap is not available yet")
	case !on.provider.Machine().Type().IsControlPlane():
		return status.Error(codes.FailedPrecondition, "bootstrap can only be performed on a control plane node")
	case slices.Contains(w.cluster.Joined, on.hardware.Name):
		return status.Error(codes.AlreadyExists, "etcd data directory is not empty")
	case w.cluster.ID != "":
		// Real machines would form a second cluster. The rack has one Kubernetes API to give.
		return status.Errorf(codes.FailedPrecondition,
			"another cluster has been bootstrapped on %s; the lab runs one at a time", w.cluster.BootstrappedOn)
	}
	if err := writeControlPlane(w.file("kubernetes"), on.provider); err != nil {
		return err
	}
	w.cluster = clusterRecord{ID: clusterID(on.provider), BootstrappedOn: on.hardware.Name}
	w.events.emit("bootstrapped", fields{"node": on.hardware.Name})

	return w.settle(ctx, on)
}

// settle lets every machine join that can: configured, running, and holding the cluster's CA and token.
// first, if given, is the machine that goes ahead. The caller holds mu.
func (w *World) settle(ctx context.Context, first *machine) error {
	if w.cluster.ID == "" {
		return nil
	}
	seed := w.machineNamed(w.cluster.BootstrappedOn)
	if first != nil {
		seed = first
	}
	for _, machine := range append([]*machine{seed}, w.machines...) {
		if machine == nil || machine.provider == nil || !machine.running ||
			slices.Contains(w.cluster.Joined, machine.hardware.Name) || clusterID(machine.provider) != w.cluster.ID {
			continue
		}
		if seed != nil && seed.provider != nil && joinToken(machine.provider) != joinToken(seed.provider) {
			w.events.emit("warning", fields{
				"node": machine.hardware.Name, "message": "cluster.token is not the cluster's; the node cannot join"})

			continue
		}
		w.cluster.Joined = append(w.cluster.Joined, machine.hardware.Name)
		w.emitJoined(newMember(machine.hardware, machine.provider, machine.record.Version), false)
	}
	if err := writeJSON(w.file("cluster.json"), w.cluster); err != nil {
		return err
	}

	return w.publish(ctx)
}

// leave takes a machine out of the cluster. With the last control plane the cluster itself is gone.
// The caller holds mu.
func (w *World) leave(ctx context.Context, machine *machine) error {
	at := slices.Index(w.cluster.Joined, machine.hardware.Name)
	if at < 0 {
		return nil
	}
	w.cluster.Joined = slices.Delete(w.cluster.Joined, at, at+1)
	w.events.emit("left", fields{"node": nodeName(machine.hardware, machine.provider)})
	if !slices.ContainsFunc(w.members(), func(member Member) bool { return member.Role == roleControlPlane }) {
		w.cluster = clusterRecord{}
		w.events.emit("cluster-lost", nil)
		if err := removeControlPlane(w.file("kubernetes")); err != nil {
			return err
		}
	}
	if err := writeJSON(w.file("cluster.json"), w.cluster); err != nil {
		return err
	}

	return w.publish(ctx)
}

var errNoCertificate = errors.New("the machine has no certificate yet: no control plane with its CA is up")

// serverCertificate issues a machine's API certificate. A worker has no CA key: as in life, a control plane
// with the same CA and token signs for it (trustd).
func (w *World) serverCertificate(of *machine) (*tls.Certificate, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if of.provider == nil {
		return nil, errNoCertificate
	}
	if of.certificate != nil && time.Until(of.certificate.Leaf.NotAfter) > time.Hour {
		return of.certificate, nil
	}
	own := of.provider.Machine().Security()
	for _, candidate := range append([]*machine{of}, w.machines...) {
		if candidate.provider == nil || !candidate.running {
			continue
		}
		security := candidate.provider.Machine().Security()
		issuing := security.IssuingCA()
		if issuing == nil || len(issuing.Key) == 0 || security.Token() != own.Token() || !trusts(own, issuing.Crt) {
			continue
		}
		ca, err := x509.NewCertificateAuthorityFromCertificateAndKey(issuing)
		if err != nil {
			return nil, err
		}
		names := []string{nodeName(of.hardware, of.provider), "localhost"}
		addresses := []net.IP{net.ParseIP(of.hardware.Address)}
		for _, san := range own.CertSANs() {
			if ip := net.ParseIP(san); ip != nil {
				addresses = append(addresses, ip)
			} else {
				names = append(names, san)
			}
		}
		of.certificate, err = issueServerCertificate(ca, names, addresses)

		return of.certificate, err
	}

	return nil, errNoCertificate
}

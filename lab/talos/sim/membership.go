package sim

import (
	"context"
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

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

package sim

import (
	"context"
	"slices"
	"strings"

	cosiv1alpha1 "github.com/cosi-project/runtime/api/v1alpha1"
	"github.com/cosi-project/runtime/pkg/state/protobuf/server"
	"github.com/google/uuid"
	"github.com/siderolabs/talos/pkg/machinery/api/common"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	storageapi "github.com/siderolabs/talos/pkg/machinery/api/storage"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// api answers the Talos API. What it does not implement answers Unimplemented.
// Statuses and messages follow Talos v1.12 (machined's and the maintenance service's servers).
type api struct {
	machineapi.UnimplementedMachineServiceServer
	storageapi.UnimplementedStorageServiceServer
}

func register(to *grpc.Server) {
	machineapi.RegisterMachineServiceServer(to, &api{})
	storageapi.RegisterStorageServiceServer(to, &api{})
	cosiv1alpha1.RegisterStateServer(to, server.NewState(&routedState{}))
}

// snapshot is a machine as one call sees it.
type snapshot struct {
	machineRecord
	provider config.Provider
	joined   bool
}

func (m *machine) snapshot() snapshot {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()

	return snapshot{
		machineRecord: m.record, provider: m.provider, joined: slices.Contains(m.world.cluster.Joined, m.hardware.Name)}
}

func (*api) Bootstrap(ctx context.Context, request *machineapi.BootstrapRequest) (*machineapi.BootstrapResponse, error) {
	if request.RecoverEtcd {
		return nil, status.Error(codes.Unimplemented, "the simulator recovers no etcd")
	}
	m := target(ctx)
	if m.snapshot().provider == nil {
		return nil, status.Error(codes.Unimplemented, "API is not implemented in maintenance mode")
	}
	if err := m.world.bootstrap(ctx, m); err != nil {
		return nil, err
	}

	return &machineapi.BootstrapResponse{Messages: []*machineapi.Bootstrap{{}}}, nil
}

func (*api) Kubeconfig(_ *emptypb.Empty, stream grpc.ServerStreamingServer[common.Data]) error {
	now := target(stream.Context()).snapshot()
	if now.provider == nil || !now.provider.Machine().Type().IsControlPlane() {
		return status.Error(codes.Unimplemented, "kubeconfig is only available on control plane nodes")
	}
	kubeconfig, err := adminKubeconfig(now.provider.Cluster())
	if err != nil {
		return err
	}
	packed, err := archive("kubeconfig", kubeconfig)
	if err != nil {
		return err
	}

	return stream.Send(&common.Data{Bytes: packed})
}

func (*api) Version(ctx context.Context, _ *emptypb.Empty) (*machineapi.VersionResponse, error) {
	m := target(ctx)

	return &machineapi.VersionResponse{Messages: []*machineapi.Version{{
		Version:  &machineapi.VersionInfo{Tag: m.snapshot().Version, Os: "linux", Arch: m.hardware.Architecture},
		Platform: &machineapi.PlatformInfo{Name: "metal", Mode: "metal"},
		Features: &machineapi.FeaturesInfo{Rbac: true},
	}}}, nil
}

func (*api) Hostname(ctx context.Context, _ *emptypb.Empty) (*machineapi.HostnameResponse, error) {
	m := target(ctx)
	now := m.snapshot()
	if now.provider == nil {
		return nil, status.Error(codes.Unimplemented, "API is not implemented in maintenance mode")
	}

	return &machineapi.HostnameResponse{Messages: []*machineapi.Hostname{{Hostname: nodeName(m.hardware, now.provider)}}}, nil
}

func (*api) Disks(ctx context.Context, _ *emptypb.Empty) (*storageapi.DisksResponse, error) {
	m := target(ctx)
	system := m.snapshot().Disk
	var disks []*storageapi.Disk
	for i, disk := range m.hardware.Disks {
		kind := storageapi.Disk_SSD
		switch {
		case disk.Transport == "nvme":
			kind = storageapi.Disk_NVME
		case disk.Transport == "mmc":
			kind = storageapi.Disk_SD
		case disk.Rotational:
			kind = storageapi.Disk_HDD
		}
		disks = append(disks, &storageapi.Disk{
			DeviceName: disk.Device, Model: disk.Model, Serial: disk.Serial, Wwid: disk.WWID, Size: disk.SizeBytes,
			Type: kind, SystemDisk: disk.Device == system, Subsystem: "/sys/class/block",
			BusPath: busPath(disk.Transport, i),
		})
	}

	return &storageapi.DisksResponse{Messages: []*storageapi.Disks{{Disks: disks}}}, nil
}

func (*api) EtcdMemberList(
	ctx context.Context, _ *machineapi.EtcdMemberListRequest,
) (*machineapi.EtcdMemberListResponse, error) {
	m := target(ctx)
	now := m.snapshot()
	if now.provider == nil || !now.provider.Machine().Type().IsControlPlane() {
		return nil, status.Error(codes.Unimplemented, "etcd API is only available on control plane nodes")
	}
	if !now.joined {
		return nil, status.Error(codes.FailedPrecondition, "etcd is not running")
	}
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	var members []*machineapi.EtcdMember
	for i, member := range m.world.members() {
		if member.Role == roleControlPlane {
			members = append(members, &machineapi.EtcdMember{
				Id: uint64(i + 1), Hostname: member.Name,
				PeerUrls:   []string{"https://" + member.Address + ":2380"},
				ClientUrls: []string{"https://" + member.Address + ":2379"},
			})
		}
	}

	return &machineapi.EtcdMemberListResponse{Messages: []*machineapi.EtcdMembers{{Members: members}}}, nil
}

func (*api) ServiceList(ctx context.Context, _ *emptypb.Empty) (*machineapi.ServiceListResponse, error) {
	now := target(ctx).snapshot()
	up := map[string]bool{"machined": true}
	if now.provider != nil {
		up["apid"], up["containerd"], up["cri"], up["udevd"] = true, true, true, true
		up["kubelet"] = now.joined
		if now.provider.Machine().Type().IsControlPlane() {
			up["trustd"], up["etcd"] = true, now.joined
		}
	}
	var services []*machineapi.ServiceInfo
	for name, running := range up {
		service := &machineapi.ServiceInfo{Id: name, State: "Running", Health: &machineapi.ServiceHealth{Healthy: true}}
		if !running {
			service.State, service.Health = "Preparing", &machineapi.ServiceHealth{Unknown: true}
		}
		services = append(services, service)
	}
	slices.SortFunc(services, func(a, b *machineapi.ServiceInfo) int { return strings.Compare(a.Id, b.Id) })

	return &machineapi.ServiceListResponse{Messages: []*machineapi.ServiceList{{Services: services}}}, nil
}

func (*api) Reboot(ctx context.Context, _ *machineapi.RebootRequest) (*machineapi.RebootResponse, error) {
	m := target(ctx)
	if m.snapshot().provider == nil {
		return nil, status.Error(codes.Unimplemented, "API is not implemented in maintenance mode")
	}
	m.restart()

	return &machineapi.RebootResponse{Messages: []*machineapi.Reboot{{ActorId: uuid.NewString()}}}, nil
}

func (*api) Reset(ctx context.Context, request *machineapi.ResetRequest) (*machineapi.ResetResponse, error) {
	m := target(ctx)
	now := m.snapshot()
	if now.provider == nil {
		return nil, status.Error(codes.FailedPrecondition, "reset failed: Talos is not installed")
	}
	if request.Graceful && now.joined && now.provider.Machine().Type().IsControlPlane() {
		m.world.mu.Lock()
		controlPlanes := 0
		for _, member := range m.world.members() {
			if member.Role == roleControlPlane {
				controlPlanes++
			}
		}
		m.world.mu.Unlock()
		if controlPlanes == 1 {
			return nil, status.Error(codes.FailedPrecondition,
				"validation failed: this is the last member of etcd; a graceful reset would lose the cluster")
		}
	}
	if err := m.reset(ctx, request.Reboot); err != nil {
		return nil, err
	}

	return &machineapi.ResetResponse{Messages: []*machineapi.Reset{{ActorId: uuid.NewString()}}}, nil
}

package sim

import (
	"context"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

type targetKey struct{}

// target is the machine that a call is meant for.
func target(ctx context.Context) *machine { return ctx.Value(targetKey{}).(*machine) }

// interceptUnary puts the faults, the authorization and the routing in front of every call.
func (m *machine) interceptUnary(
	ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler,
) (any, error) {
	var reply any
	err := m.guard(ctx, info.FullMethod, func(ctx context.Context) (err error) {
		reply, err = handler(ctx, request)

		return err
	})

	return reply, err
}

func (m *machine) interceptStream(
	service any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler,
) error {
	return m.guard(stream.Context(), info.FullMethod, func(ctx context.Context) error {
		return handler(service, &routedStream{ServerStream: stream, ctx: ctx})
	})
}

type routedStream struct {
	grpc.ServerStream
	ctx context.Context
}

func (s *routedStream) Context() context.Context { return s.ctx }

func (m *machine) guard(ctx context.Context, method string, handle func(context.Context) error) error {
	fault, err := m.world.faults.strike(m.hardware.Name, method)
	if err != nil {
		return err
	}
	if fault != nil {
		switch fault.Mode {
		case "refuse":
			return status.Errorf(codes.Unavailable, "%s refused by the fault switch", method)
		case "crash":
			m.crash(fault.delay())

			return status.Error(codes.Unavailable, "the machine has lost power")
		case "delay":
			select {
			case <-time.After(fault.delay()):
			case <-ctx.Done():
				return status.FromContextError(ctx.Err()).Err()
			}
		case "drop":
			defer func() {
				if client, ok := peer.FromContext(ctx); ok {
					m.port.drop(client.Addr.String())
				}
			}()
		default:
			return status.Errorf(codes.Internal, "faults.json: unknown mode %q", fault.Mode)
		}
	}
	to, err := m.route(ctx, method)
	if err != nil {
		return err
	}

	return handle(context.WithValue(ctx, targetKey{}, to))
}

// route finds the machine that the call names. A machine in maintenance mode answers for itself; a
// configured one checks the client's role and, as apid does, passes the call on to another node.
func (m *machine) route(ctx context.Context, method string) (*machine, error) {
	m.world.mu.Lock()
	maintenance := m.provider == nil
	m.world.mu.Unlock()
	if maintenance {
		return m, nil
	}
	if err := authorize(ctx, method); err != nil {
		return nil, err
	}
	values, _ := metadata.FromIncomingContext(ctx)
	nodes := append(values.Get("node"), values.Get("nodes")...)
	if len(nodes) == 0 {
		return m, nil
	}
	if len(nodes) > 1 {
		return nil, status.Error(codes.Unimplemented, "the simulator takes one node a call")
	}
	if strings.HasPrefix(nodes[0], "127.") || nodes[0] == "localhost" {
		if found := m.world.findNode(nodes[0]); found != nil {
			return m.reach(found)
		}

		return m, nil // the endpoint's own loopback address
	}
	found := m.world.findNode(nodes[0])
	if found == nil {
		return nil, status.Errorf(codes.Unavailable, "no machine has the address %s", nodes[0])
	}

	return m.reach(found)
}

// reach refuses what apid could not connect to: a machine that is down, in maintenance mode or of another
// cluster.
func (m *machine) reach(other *machine) (*machine, error) {
	if other == m {
		return m, nil
	}
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	if other.provider == nil || !other.running {
		return nil, status.Errorf(codes.Unavailable, "%s does not answer", other.hardware.Name)
	}
	if !trusts(other.provider.Machine().Security(), m.provider.Machine().Security().IssuingCA().Crt) {
		return nil, status.Errorf(codes.Unavailable, "%s belongs to another cluster", other.hardware.Name)
	}

	return other, nil
}

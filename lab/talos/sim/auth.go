package sim

import (
	"context"
	"path"

	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// readable holds the roles that may call what only reads; os:admin may call everything.
// Source: the access rules of Talos 1.12's apid.
var readable = role.MakeSet(role.Admin, role.Operator, role.Reader)

var requiredRoles = map[string]role.Set{
	"Disks":          readable,
	"EtcdMemberList": readable,
	"Hostname":       readable,
	"ServiceList":    readable,
	"Version":        readable,
	"Get":            readable,
	"List":           readable,
	"Watch":          readable,
	"Reboot":         role.MakeSet(role.Admin, role.Operator),
}

// authorize refuses a call that the roles in the client's certificate do not allow.
func authorize(ctx context.Context, method string) error {
	client, ok := peer.FromContext(ctx)
	if !ok {
		return status.Error(codes.PermissionDenied, "not authorized: no peer")
	}
	info, ok := client.AuthInfo.(credentials.TLSInfo)
	if !ok || len(info.State.PeerCertificates) == 0 {
		return status.Error(codes.PermissionDenied, "not authorized: no client certificate")
	}
	has, _ := role.Parse(info.State.PeerCertificates[0].Subject.Organization)
	needs, ok := requiredRoles[path.Base(method)]
	if !ok {
		needs = role.MakeSet(role.Admin)
	}
	if !has.IncludesAny(needs) {
		return status.Errorf(codes.PermissionDenied, "not authorized")
	}

	return nil
}

package sim

import (
	"context"
	"crypto/tls"
	stdx509 "crypto/x509"
	"net"
	"path"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

const certificateLifetime = 24 * time.Hour

// maintenanceTLS is the maintenance service's side: a certificate that nobody signed, and no client asked
// who it is.
func maintenanceTLS() (*tls.Config, error) {
	ca, err := x509.NewSelfSignedCertificateAuthority(x509.ECDSA(true))
	if err != nil {
		return nil, err
	}
	certificate, err := issueServerCertificate(ca, []string{"maintenance-service.talos.dev"}, nil)
	if err != nil {
		return nil, err
	}

	return &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS13}, nil
}

func issueServerCertificate(ca *x509.CertificateAuthority, names []string, addresses []net.IP) (*tls.Certificate, error) {
	pair, err := x509.NewKeyPair(ca,
		x509.CommonName(names[0]),
		x509.DNSNames(names),
		x509.IPAddresses(append(addresses, net.IPv4(127, 0, 0, 1))),
		x509.NotBefore(time.Now().Add(-time.Minute)),
		x509.NotAfter(time.Now().Add(certificateLifetime)),
		x509.KeyUsage(stdx509.KeyUsageDigitalSignature),
		x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageServerAuth}),
	)
	if err != nil {
		return nil, err
	}

	return pair.Certificate, nil
}

// clientCAs is what a configured machine accepts client certificates from.
func clientCAs(provider config.Provider) *stdx509.CertPool {
	pool := stdx509.NewCertPool()
	security := provider.Machine().Security()
	if issuing := security.IssuingCA(); issuing != nil {
		pool.AppendCertsFromPEM(issuing.Crt)
	}
	for _, accepted := range security.AcceptedCAs() {
		pool.AppendCertsFromPEM(accepted.Crt)
	}

	return pool
}

// readable is what the role os:reader may call; os:admin may call everything.
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

package sim

import (
	"bytes"
	"crypto/tls"
	stdx509 "crypto/x509"
	"errors"
	"net"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config"
	configconfig "github.com/siderolabs/talos/pkg/machinery/config/config"
)

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

const certificateLifetime = 24 * time.Hour

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

package provider

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	talosx509 "github.com/siderolabs/crypto/x509"
	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
)

// clientConfiguration is the property of that name: base64-encoded PEM.
type clientConfiguration struct {
	CA   string `json:"caCertificate"`
	Cert string `json:"clientCertificate"`
	Key  string `json:"clientKey"`
}

func (c clientConfiguration) properties() map[string]any {
	return map[string]any{"caCertificate": c.CA, "clientCertificate": c.Cert, "clientKey": secret{c.Key}}
}

// talosconfig makes a client configuration with one context.
func (c clientConfiguration) talosconfig(context string) (*clientconfig.Config, error) {
	ca, caErr := decode64(c.CA)
	cert, certErr := decode64(c.Cert)
	key, keyErr := decode64(c.Key)
	if err := errors.Join(caErr, certErr, keyErr); err != nil {
		return nil, fmt.Errorf("clientConfiguration: %w", err)
	}

	return clientconfig.NewConfig(context, nil, ca, &talosx509.PEMEncodedCertificateAndKey{Crt: cert, Key: key}), nil
}

func (c clientConfiguration) pool() (*x509.CertPool, error) {
	ca, err := decode64(c.CA)
	if err != nil {
		return nil, fmt.Errorf("clientConfiguration.caCertificate: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		return nil, errors.New("clientConfiguration.caCertificate: there is no certificate in it")
	}

	return pool, nil
}

// endsWithin tells whether a certificate (base64-encoded PEM) ends in less than the given time. One that
// cannot be read has ended.
func endsWithin(certificate string, left time.Duration) bool {
	raw, err := decode64(certificate)
	if err != nil {
		return true
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return true
	}
	parsed, err := x509.ParseCertificate(block.Bytes)

	return err != nil || parsed.NotAfter.Before(time.Now().Add(left))
}

func encode64(raw []byte) string { return base64.StdEncoding.EncodeToString(raw) }

func decode64(text string) ([]byte, error) { return base64.StdEncoding.DecodeString(text) }

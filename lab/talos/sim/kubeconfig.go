package sim

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	stdx509 "crypto/x509"
	"fmt"
	"time"

	"github.com/siderolabs/crypto/x509"
	configconfig "github.com/siderolabs/talos/pkg/machinery/config/config"
	"go.yaml.in/yaml/v4"
)

// adminKubeconfig issues an admin client certificate from the cluster's CA and writes a kubeconfig for it,
// with the names and the lifetime that Talos uses.
func adminKubeconfig(cluster configconfig.ClusterConfig) ([]byte, error) {
	ca, err := x509.NewCertificateAuthorityFromCertificateAndKey(cluster.IssuingCA())
	if err != nil {
		return nil, fmt.Errorf("error getting Kubernetes CA: %w", err)
	}
	admin := cluster.AdminKubeconfig()
	pair, err := x509.NewKeyPair(ca,
		x509.CommonName(admin.CommonName()),
		x509.Organization(admin.CertOrganization()),
		x509.NotBefore(time.Now().Add(-10*time.Second)),
		x509.NotAfter(time.Now().Add(admin.CertLifetime())),
		x509.KeyUsage(stdx509.KeyUsageDigitalSignature|stdx509.KeyUsageKeyEncipherment),
		x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageClientAuth}),
	)
	if err != nil {
		return nil, fmt.Errorf("error generating Kubernetes client certificate: %w", err)
	}
	client := x509.NewCertificateAndKeyFromKeyPair(pair)
	authorities := append([]byte{}, cluster.IssuingCA().Crt...)
	for _, accepted := range cluster.AcceptedCAs() {
		authorities = append(authorities, accepted.Crt...)
	}
	name, user := cluster.Name(), "admin@"+cluster.Name()

	return yaml.Marshal(map[string]any{
		"apiVersion": "v1",
		"kind":       "Config",
		"clusters": []any{map[string]any{"name": name, "cluster": map[string]any{
			"server":                     cluster.Endpoint().String(),
			"certificate-authority-data": base64Text(authorities),
		}}},
		"users": []any{map[string]any{"name": user, "user": map[string]any{
			"client-certificate-data": base64Text(client.Crt),
			"client-key-data":         base64Text(client.Key),
		}}},
		"contexts": []any{map[string]any{"name": user, "context": map[string]any{
			"cluster": name, "namespace": "default", "user": user,
		}}},
		"current-context": user,
	})
}

// archive wraps one file the way the Talos API sends files: a gzipped tar.
func archive(name string, content []byte) ([]byte, error) {
	var packed bytes.Buffer
	zipper := gzip.NewWriter(&packed)
	writer := tar.NewWriter(zipper)
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), ModTime: time.Now(), Mode: 0o600}
	if err := writer.WriteHeader(header); err != nil {
		return nil, err
	}
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	if err := zipper.Close(); err != nil {
		return nil, err
	}

	return packed.Bytes(), nil
}

package sim_test

import (
	"context"
	"testing"
	"time"

	"github.com/siderolabs/crypto/x509"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/role"
)

const (
	arm64Image = "factory.example.com/metal-installer/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:v1.12.4"
	amd64Image = "factory.example.com/metal-installer/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb:v1.12.4"
)

// keys are a cluster's secrets.
type keys struct{ *secrets.Bundle }

func newKeys(t *testing.T) keys {
	t.Helper()
	bundle, err := secrets.NewBundle(secrets.NewFixedClock(time.Now()), config.TalosVersion1_12)
	if err != nil {
		t.Fatal(err)
	}

	return keys{bundle}
}

func (k keys) talosconfig(t *testing.T, roles ...role.Role) *clientconfig.Config {
	t.Helper()
	pair, err := k.GenerateTalosAPIClientCertificateWithTTL(role.MakeSet(roles...), time.Hour)
	if err != nil {
		t.Fatal(err)
	}

	return clientconfig.NewConfig("test", nil, k.Certs.OS.Crt, &x509.PEMEncodedCertificateAndKey{Crt: pair.Crt, Key: pair.Key})
}

func (r *rack) secure(k keys, name string) *client.Client {
	r.t.Helper()

	return r.connect(client.WithConfig(k.talosconfig(r.t, role.Admin)), name)
}

func (k keys) config(t *testing.T, kind machine.Type, image, hostname string, patches ...string) []byte {
	t.Helper()
	input, err := generate.NewInput("test", "https://192.0.2.10:6443", "1.35.0",
		generate.WithSecretsBundle(k.Bundle), generate.WithVersionContract(config.TalosVersion1_12),
		generate.WithInstallImage(image), generate.WithInstallDisk(""))
	if err != nil {
		t.Fatal(err)
	}
	provider, err := input.Config(kind)
	if err != nil {
		t.Fatal(err)
	}
	selector := "machine: {install: {diskSelector: {size: '>= 32GB'}}}"
	name := "apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: " + hostname + "\n"
	loaded, err := configpatcher.LoadPatches(append([]string{selector, name}, patches...))
	if err != nil {
		t.Fatal(err)
	}
	patched, err := configpatcher.Apply(configpatcher.WithConfig(provider), loaded)
	if err != nil {
		t.Fatal(err)
	}
	result, err := patched.Config()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := result.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		t.Fatal(err)
	}

	return raw
}

func apply(c *client.Client, data []byte, change ...func(*machineapi.ApplyConfigurationRequest)) error {
	request := &machineapi.ApplyConfigurationRequest{Data: data}
	for _, set := range change {
		set(request)
	}
	_, err := c.ApplyConfiguration(context.Background(), request)

	return err
}

func (r *rack) awaitConfigured(k keys, name string) *client.Client {
	r.t.Helper()
	eventually(r.t, name+" answers over mutual TLS", func(ctx context.Context) error {
		// A fresh client each time: one that has failed waits a second before it tries again.
		_, err := r.secure(k, name).Version(ctx)

		return err
	})

	return r.secure(k, name)
}

// up configures cp1 and bootstraps the cluster there.
func (r *rack) up(k keys) *client.Client {
	r.t.Helper()
	if err := apply(r.insecure("cp1"), k.config(r.t, machine.TypeControlPlane, arm64Image, "pi-1")); err != nil {
		r.t.Fatal(err)
	}
	c := r.awaitConfigured(k, "cp1")
	if err := c.Bootstrap(context.Background(), &machineapi.BootstrapRequest{}); err != nil {
		r.t.Fatal(err)
	}

	return c
}

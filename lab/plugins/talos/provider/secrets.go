package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/gendata"
	"github.com/siderolabs/talos/pkg/machinery/role"
)

// renewClientBefore is how long before its end the Talos API client certificate is renewed.
const renewClientBefore = 30 * 24 * time.Hour

type pair struct {
	Cert string `json:"cert"`
	Key  string `json:"key"`
}

func (p pair) properties() map[string]any {
	return map[string]any{"cert": p.Cert, "key": secret{p.Key}}
}

// machineSecrets is the property of that name.
type machineSecrets struct {
	Certs struct {
		Etcd           pair `json:"etcd"`
		K8s            pair `json:"k8s"`
		Aggregator     pair `json:"k8sAggregator"`
		ServiceAccount struct {
			Key string `json:"key"`
		} `json:"k8sServiceaccount"`
		OS pair `json:"os"`
	} `json:"certs"`
	Cluster struct {
		ID     string `json:"id"`
		Secret string `json:"secret"`
	} `json:"cluster"`
	Secrets struct {
		AESCBC         string `json:"aescbcEncryptionSecret"`
		BootstrapToken string `json:"bootstrapToken"`
		Secretbox      string `json:"secretboxEncryptionSecret"`
	} `json:"secrets"`
	Trustd struct {
		Token string `json:"token"`
	} `json:"trustdinfo"`
}

func fromBundle(bundle *secrets.Bundle) machineSecrets {
	both := func(from *x509.PEMEncodedCertificateAndKey) pair { return pair{encode64(from.Crt), encode64(from.Key)} }
	var s machineSecrets
	s.Certs.Etcd, s.Certs.K8s = both(bundle.Certs.Etcd), both(bundle.Certs.K8s)
	s.Certs.Aggregator, s.Certs.OS = both(bundle.Certs.K8sAggregator), both(bundle.Certs.OS)
	s.Certs.ServiceAccount.Key = encode64(bundle.Certs.K8sServiceAccount.Key)
	s.Cluster.ID, s.Cluster.Secret = bundle.Cluster.ID, bundle.Cluster.Secret
	s.Secrets.AESCBC = bundle.Secrets.AESCBCEncryptionSecret
	s.Secrets.BootstrapToken = bundle.Secrets.BootstrapToken
	s.Secrets.Secretbox = bundle.Secrets.SecretboxEncryptionSecret
	s.Trustd.Token = bundle.TrustdInfo.Token

	return s
}

func (s machineSecrets) bundle() (*secrets.Bundle, error) {
	var faults []error
	read := func(name, text string) []byte {
		raw, err := decode64(text)
		if err != nil || len(raw) == 0 {
			faults = append(faults, fmt.Errorf("machineSecrets.certs.%s is not base64-encoded PEM", name))
		}

		return raw
	}
	both := func(name string, from pair) *x509.PEMEncodedCertificateAndKey {
		return &x509.PEMEncodedCertificateAndKey{Crt: read(name+".cert", from.Cert), Key: read(name+".key", from.Key)}
	}
	bundle := &secrets.Bundle{
		Clock:   secrets.NewFixedClock(time.Now()),
		Cluster: &secrets.Cluster{ID: s.Cluster.ID, Secret: s.Cluster.Secret},
		Secrets: &secrets.Secrets{
			BootstrapToken:            s.Secrets.BootstrapToken,
			AESCBCEncryptionSecret:    s.Secrets.AESCBC,
			SecretboxEncryptionSecret: s.Secrets.Secretbox,
		},
		TrustdInfo: &secrets.TrustdInfo{Token: s.Trustd.Token},
		Certs: &secrets.Certs{
			Etcd:              both("etcd", s.Certs.Etcd),
			K8s:               both("k8s", s.Certs.K8s),
			K8sAggregator:     both("k8sAggregator", s.Certs.Aggregator),
			K8sServiceAccount: &x509.PEMEncodedKey{Key: read("k8sServiceaccount.key", s.Certs.ServiceAccount.Key)},
			OS:                both("os", s.Certs.OS),
		},
	}

	return bundle, errors.Join(faults...)
}

func (s machineSecrets) properties() map[string]any {
	kubernetes := map[string]any{
		"bootstrapToken":            secret{s.Secrets.BootstrapToken},
		"secretboxEncryptionSecret": secret{s.Secrets.Secretbox},
	}
	if s.Secrets.AESCBC != "" {
		kubernetes["aescbcEncryptionSecret"] = secret{s.Secrets.AESCBC}
	}

	return map[string]any{
		"certs": map[string]any{
			"etcd": s.Certs.Etcd.properties(), "k8s": s.Certs.K8s.properties(),
			"k8sAggregator": s.Certs.Aggregator.properties(), "os": s.Certs.OS.properties(),
			"k8sServiceaccount": map[string]any{"key": secret{s.Certs.ServiceAccount.Key}},
		},
		"cluster":    map[string]any{"id": s.Cluster.ID, "secret": secret{s.Cluster.Secret}},
		"secrets":    kubernetes,
		"trustdinfo": map[string]any{"token": secret{s.Trustd.Token}},
	}
}

// adminClient issues credentials with the role os:admin.
func adminClient(bundle *secrets.Bundle) (clientConfiguration, error) {
	issued, err := bundle.GenerateTalosAPIClientCertificateWithTTL(
		role.MakeSet(role.Admin), constants.TalosAPIDefaultCertificateValidityDuration)
	if err != nil {
		return clientConfiguration{}, err
	}

	return clientConfiguration{
		CA: encode64(bundle.Certs.OS.Crt), Cert: encode64(issued.Crt), Key: encode64(issued.Key)}, nil
}

// secretsResource generates the secrets once and keeps them, whatever becomes of talosVersion.
type secretsResource struct{}

type secretsState struct {
	TalosVersion        string              `json:"talosVersion"`
	ClientConfiguration clientConfiguration `json:"clientConfiguration"`
	MachineSecrets      machineSecrets      `json:"machineSecrets"`
}

func (s secretsState) properties() properties {
	return properties{
		"talosVersion":        s.TalosVersion,
		"clientConfiguration": s.ClientConfiguration.properties(),
		"machineSecrets":      s.MachineSecrets.properties(),
	}
}

func talosVersion(inputs properties) string {
	if version, ok := plain(inputs["talosVersion"]).(string); ok && version != "" {
		return version
	}

	return gendata.VersionTag
}

func checkVersion(inputs properties) []failure {
	if _, err := config.ParseContractFromVersion(talosVersion(inputs)); err != nil {
		return []failure{{"talosVersion", err.Error()}}
	}

	return nil
}

func (secretsResource) check(inputs properties) []failure { return checkVersion(inputs) }

func (secretsResource) diff(olds, oldInputs, news properties) (changes, replaces []string) {
	changes = changed(oldInputs, news)
	var state secretsState
	if err := olds.into(&state); err == nil && endsWithin(state.ClientConfiguration.Cert, renewClientBefore) {
		changes = append(changes, "clientConfiguration")
	}

	return changes, nil
}

func (secretsResource) create(_ context.Context, op operation, inputs properties) (string, properties, error) {
	if op.preview {
		version := inputs["talosVersion"]
		if version == nil {
			version = talosVersion(inputs)
		}

		return "", properties{
			"talosVersion": version, "clientConfiguration": unknown{}, "machineSecrets": unknown{}}, nil
	}
	contract, err := config.ParseContractFromVersion(talosVersion(inputs))
	if err != nil {
		return "", nil, err
	}
	bundle, err := secrets.NewBundle(secrets.NewFixedClock(time.Now()), contract)
	if err != nil {
		return "", nil, err
	}
	client, err := adminClient(bundle)
	state := secretsState{
		TalosVersion: talosVersion(inputs), ClientConfiguration: client, MachineSecrets: fromBundle(bundle)}

	return "machine_secrets", state.properties(), err
}

func (secretsResource) update(_ context.Context, op operation, olds, news properties) (properties, error) {
	var state secretsState
	if err := olds.into(&state); err != nil {
		return nil, err
	}
	state.TalosVersion = talosVersion(news)
	renew := endsWithin(state.ClientConfiguration.Cert, renewClientBefore)
	if renew && !op.preview {
		bundle, err := state.MachineSecrets.bundle()
		if err != nil {
			return nil, err
		}
		if state.ClientConfiguration, err = adminClient(bundle); err != nil {
			return nil, err
		}
	}
	outputs := state.properties()
	if renew && op.preview {
		outputs["clientConfiguration"] = unknown{}
	}

	return outputs, nil
}

func (secretsResource) delete(context.Context, operation, properties) error { return nil }

package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"
	"go.yaml.in/yaml/v4"
	"google.golang.org/grpc/codes"
)

const defaultRenewal = 720 * time.Hour

// kubeconfigResource fetches an admin kubeconfig and keeps it until its certificate is about to end.
type kubeconfigResource struct{}

type kubeconfigArgs struct {
	node
	CertificateRenewalDuration string   `json:"certificateRenewalDuration"`
	Timeouts                   timeouts `json:"timeouts"`
}

func (a kubeconfigArgs) renewal() (time.Duration, error) {
	if a.CertificateRenewalDuration == "" {
		return defaultRenewal, nil
	}

	return time.ParseDuration(a.CertificateRenewalDuration)
}

// kubernetesClient is the property kubernetesClientConfiguration.
type kubernetesClient struct {
	CA   string `json:"caCertificate"`
	Cert string `json:"clientCertificate"`
	Key  string `json:"clientKey"`
	Host string `json:"host"`
}

func (k kubernetesClient) properties() map[string]any {
	return map[string]any{
		"caCertificate": k.CA, "clientCertificate": k.Cert, "clientKey": secret{k.Key}, "host": k.Host}
}

// parseKubeconfig takes out what its current context uses.
func parseKubeconfig(raw []byte) (kubernetesClient, error) {
	var kubeconfig struct {
		CurrentContext string `yaml:"current-context"`
		Contexts       []struct {
			Name    string `yaml:"name"`
			Context struct {
				Cluster string `yaml:"cluster"`
				User    string `yaml:"user"`
			} `yaml:"context"`
		} `yaml:"contexts"`
		Clusters []struct {
			Name    string `yaml:"name"`
			Cluster struct {
				Server string `yaml:"server"`
				CA     string `yaml:"certificate-authority-data"`
			} `yaml:"cluster"`
		} `yaml:"clusters"`
		Users []struct {
			Name string `yaml:"name"`
			User struct {
				Cert string `yaml:"client-certificate-data"`
				Key  string `yaml:"client-key-data"`
			} `yaml:"user"`
		} `yaml:"users"`
	}
	if err := yaml.Unmarshal(raw, &kubeconfig); err != nil {
		return kubernetesClient{}, fmt.Errorf("the kubeconfig is not YAML: %w", err)
	}
	var parsed kubernetesClient
	for _, context := range kubeconfig.Contexts {
		if context.Name != kubeconfig.CurrentContext {
			continue
		}
		for _, cluster := range kubeconfig.Clusters {
			if cluster.Name == context.Context.Cluster {
				parsed.Host, parsed.CA = cluster.Cluster.Server, cluster.Cluster.CA
			}
		}
		for _, user := range kubeconfig.Users {
			if user.Name == context.Context.User {
				parsed.Cert, parsed.Key = user.User.Cert, user.User.Key
			}
		}
	}
	if parsed.Host == "" || parsed.Cert == "" || parsed.Key == "" || parsed.CA == "" {
		return kubernetesClient{}, errors.New("the kubeconfig's current context is not complete")
	}

	return parsed, nil
}

func (kubeconfigResource) check(inputs properties) []failure {
	failures := checkTimeouts(inputs)
	if duration, ok := plain(inputs["certificateRenewalDuration"]).(string); ok {
		if _, err := time.ParseDuration(duration); err != nil {
			failures = append(failures, failure{"certificateRenewalDuration",
				fmt.Sprintf("%q is not a duration such as 720h", duration)})
		}
	}

	return failures
}

// due tells whether the kubeconfig in state has to be renewed.
func due(olds properties, args kubeconfigArgs) bool {
	var state struct {
		Kubernetes kubernetesClient `json:"kubernetesClientConfiguration"`
	}
	window, err := args.renewal()

	return olds.into(&state) == nil && err == nil && endsWithin(state.Kubernetes.Cert, window)
}

func (kubeconfigResource) diff(olds, oldInputs, news properties) (changes, replaces []string) {
	changes = changed(oldInputs, news)
	var args kubeconfigArgs
	if err := news.into(&args); err == nil && due(olds, args) {
		changes = append(changes, "kubeconfigRaw")
	}

	return slices.Compact(changes), nil
}

func kubeconfigOutputs(inputs properties) properties {
	result := properties{}
	for name, value := range inputs {
		result[name] = value
	}
	if inputs["endpoint"] == nil {
		result["endpoint"] = inputs["node"]
	}
	if inputs["certificateRenewalDuration"] == nil {
		result["certificateRenewalDuration"] = "720h"
	}

	return result
}

func (r kubeconfigResource) create(ctx context.Context, op operation, inputs properties) (string, properties, error) {
	outputs, err := r.fetch(ctx, op, inputs, func(t timeouts) string { return t.Create })
	clusterName := "cluster_kubeconfig"

	return clusterName, outputs, err
}

// update fetches only when it is time: a kubeconfig that changes without need would disturb whatever is
// built on it.
func (r kubeconfigResource) update(ctx context.Context, op operation, olds, news properties) (properties, error) {
	var args kubeconfigArgs
	if err := news.into(&args); err != nil {
		return nil, err
	}
	if due(olds, args) {
		return r.fetch(ctx, op, news, func(t timeouts) string { return t.Update })
	}
	outputs := kubeconfigOutputs(news)
	outputs["kubeconfigRaw"] = secret{plain(olds["kubeconfigRaw"])}
	var state struct {
		Kubernetes kubernetesClient `json:"kubernetesClientConfiguration"`
	}
	if err := olds.into(&state); err != nil {
		return nil, err
	}
	outputs["kubernetesClientConfiguration"] = state.Kubernetes.properties()

	return outputs, nil
}

func (kubeconfigResource) fetch(
	ctx context.Context, op operation, inputs properties, limitOf func(timeouts) string,
) (properties, error) {
	outputs := kubeconfigOutputs(inputs)
	if op.preview {
		outputs["kubeconfigRaw"], outputs["kubernetesClientConfiguration"] = secret{unknown{}}, unknown{}

		return outputs, nil
	}
	var args kubeconfigArgs
	if err := inputs.into(&args); err != nil {
		return nil, err
	}
	limit, err := op.timeout(limitOf(args.Timeouts))
	if err != nil {
		return nil, err
	}
	final := []codes.Code{codes.InvalidArgument, codes.PermissionDenied, codes.Unimplemented}
	err = retry(ctx, limit, "fetching the kubeconfig from "+args.Node, final, func(ctx context.Context) error {
		return args.call(ctx, false, func(ctx context.Context, c *client.Client) error {
			raw, err := c.Kubeconfig(ctx)
			if err != nil {
				return err
			}
			parsed, err := parseKubeconfig(raw)
			outputs["kubeconfigRaw"], outputs["kubernetesClientConfiguration"] = secret{string(raw)}, parsed.properties()

			return err
		})
	})

	return outputs, err
}

func (kubeconfigResource) delete(context.Context, operation, properties) error { return nil }

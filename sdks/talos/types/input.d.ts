import type { Input } from "@pulumi/pulumi";

/** Argument types of the `client` module. */
export namespace client {
  /** How to prove to a Talos API that the caller may use it; all three are base64-encoded PEM. */
  interface GetConfigurationClientConfiguration {
    /** The cluster's Talos API CA certificate. */
    caCertificate: string;
    /** Client certificate, signed by that CA. */
    clientCertificate: string;
    /** Private key of the client certificate. Secret. */
    clientKey: string;
  }

  /** {@link GetConfigurationClientConfiguration}, from outputs. */
  interface GetConfigurationClientConfigurationArgs {
    caCertificate: Input<string>;
    clientCertificate: Input<string>;
    clientKey: Input<string>;
  }
}

/** Argument types of the `cluster` module. */
export namespace cluster {
  /** Talos API credentials; all three are base64-encoded PEM. */
  interface KubeconfigClientConfiguration {
    /** The cluster's Talos API CA certificate. */
    caCertificate: Input<string>;
    /** Client certificate, signed by that CA. */
    clientCertificate: Input<string>;
    /** Private key of the client certificate. Secret. */
    clientKey: Input<string>;
  }

  /** The parts of a kubeconfig that a Kubernetes client needs. */
  interface KubeconfigKubernetesClientConfiguration {
    /** Kubernetes CA certificate, base64-encoded PEM. */
    caCertificate?: Input<string>;
    /** Client certificate, base64-encoded PEM. */
    clientCertificate?: Input<string>;
    /** Client key, base64-encoded PEM. Secret. */
    clientKey?: Input<string>;
    /** URL of the Kubernetes API server. */
    host?: Input<string>;
  }

  /** Go durations such as `"30s"` or `"2h45m"`. */
  interface KubeconfigTimeouts {
    /** Default 10m. */
    create?: Input<string>;
    /** Default 10m. */
    update?: Input<string>;
  }
}

/** Argument types of the `machine` module. */
export namespace machine {
  /** Talos API credentials; all three are base64-encoded PEM. */
  interface ClientConfiguration {
    /** The cluster's Talos API CA certificate. */
    caCertificate: Input<string>;
    /** Client certificate, signed by that CA. */
    clientCertificate: Input<string>;
    /** Private key of the client certificate. Secret. */
    clientKey: Input<string>;
  }

  /** {@link ClientConfiguration} that is used and not kept in state. */
  interface BootstrapClientConfigurationWo {
    caCertificate: Input<string>;
    clientCertificate: Input<string>;
    clientKey: Input<string>;
  }

  /** {@link ClientConfiguration} that is used and not kept in state. */
  interface ConfigurationApplyClientConfigurationWo {
    caCertificate: Input<string>;
    clientCertificate: Input<string>;
    clientKey: Input<string>;
  }

  /** Go durations such as `"30s"` or `"2h45m"`. */
  interface BootstrapTimeouts {
    /** Default 10m. */
    create?: Input<string>;
  }

  /** Go durations such as `"30s"` or `"2h45m"`. */
  interface Timeout {
    /** Default 10m. */
    create?: Input<string>;
    /** Default 10m. Only a value already in state counts. */
    delete?: Input<string>;
    /** Default 10m. */
    update?: Input<string>;
  }

  /** What destroying a `ConfigurationApply` does to the machine: nothing unless `reset` is set. */
  interface ConfigurationApplyOnDestroy {
    /** Leave etcd first, and refuse if that would break it. Default true. */
    graceful?: Input<boolean>;
    /** Reboot after the reset instead of halting. Default false. */
    reboot?: Input<boolean>;
    /** Wipe STATE and EPHEMERAL. Default false. */
    reset?: Input<boolean>;
  }

  /** A certificate with its key, base64-encoded PEM each. */
  interface Certificate {
    cert: string;
    /** Secret. */
    key: string;
  }

  /** {@link Certificate}, from outputs. */
  interface CertificateArgs {
    cert: Input<string>;
    key: Input<string>;
  }

  /** A private key, base64-encoded PEM. */
  interface Key {
    /** Secret. */
    key: string;
  }

  /** {@link Key}, from outputs. */
  interface KeyArgs {
    key: Input<string>;
  }

  /** The certificate authorities of a cluster. */
  interface Certificates {
    etcd: Certificate;
    k8s: Certificate;
    k8sAggregator: Certificate;
    k8sServiceaccount: Key;
    os: Certificate;
  }

  /** {@link Certificates}, from outputs. */
  interface CertificatesArgs {
    etcd: Input<CertificateArgs>;
    k8s: Input<CertificateArgs>;
    k8sAggregator: Input<CertificateArgs>;
    k8sServiceaccount: Input<KeyArgs>;
    os: Input<CertificateArgs>;
  }

  /** What cluster discovery identifies a cluster by. */
  interface Cluster {
    id: string;
    /** Secret. */
    secret: string;
  }

  /** {@link Cluster}, from outputs. */
  interface ClusterArgs {
    id: Input<string>;
    secret: Input<string>;
  }

  /** Kubernetes secrets that are not certificates. */
  interface KubernetesSecrets {
    /** Only clusters begun before Talos 1.3 have it. Secret. */
    aescbcEncryptionSecret?: string;
    /** Secret. */
    bootstrapToken: string;
    /** Key of the secretbox encryption at rest. Secret. */
    secretboxEncryptionSecret: string;
  }

  /** {@link KubernetesSecrets}, from outputs. */
  interface KubernetesSecretsArgs {
    aescbcEncryptionSecret?: Input<string>;
    bootstrapToken: Input<string>;
    secretboxEncryptionSecret: Input<string>;
  }

  /** The token with which a machine asks trustd for its certificate. */
  interface TrustdInfo {
    /** Secret. */
    token: string;
  }

  /** {@link TrustdInfo}, from outputs. */
  interface TrustdInfoArgs {
    token: Input<string>;
  }

  /** Everything secret about a cluster; each machine configuration is made from it. */
  interface MachineSecrets {
    certs: Certificates;
    cluster: Cluster;
    secrets: KubernetesSecrets;
    trustdinfo: TrustdInfo;
  }

  /** {@link MachineSecrets}, from outputs. */
  interface MachineSecretsArgs {
    certs: Input<CertificatesArgs>;
    cluster: Input<ClusterArgs>;
    secrets: Input<KubernetesSecretsArgs>;
    trustdinfo: Input<TrustdInfoArgs>;
  }
}

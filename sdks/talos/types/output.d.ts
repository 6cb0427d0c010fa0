/** Result types of the `client` module. */
export namespace client {
  /** Talos API credentials; all three are base64-encoded PEM. */
  interface GetConfigurationClientConfiguration {
    caCertificate: string;
    clientCertificate: string;
    /** Secret. */
    clientKey: string;
  }
}

/** Result types of the `cluster` module. */
export namespace cluster {
  /** Talos API credentials; all three are base64-encoded PEM. */
  interface KubeconfigClientConfiguration {
    caCertificate: string;
    clientCertificate: string;
    /** Secret. */
    clientKey: string;
  }

  /** The parts of a kubeconfig that a Kubernetes client needs. */
  interface KubeconfigKubernetesClientConfiguration {
    /** Kubernetes CA certificate, base64-encoded PEM. */
    caCertificate: string;
    /** Client certificate, base64-encoded PEM. */
    clientCertificate: string;
    /** Client key, base64-encoded PEM. Secret. */
    clientKey: string;
    /** URL of the Kubernetes API server. */
    host: string;
  }

  /** Go durations such as `"30s"`. */
  interface KubeconfigTimeouts {
    create?: string;
    update?: string;
  }
}

/** Result types of the `imagefactory` module. */
export namespace imagefactory {
  /** Where the assets of one image are. All are URLs, except the two installers: those are image references. */
  interface GetUrlsUrls {
    diskImage: string;
    diskImageSecureboot: string;
    initramfs: string;
    installer: string;
    installerSecureboot: string;
    iso: string;
    isoSecureboot: string;
    kernel: string;
    kernelCommandLine: string;
    pxe: string;
    uki: string;
  }
}

/** Result types of the `machine` module. */
export namespace machine {
  /** Talos API credentials; all three are base64-encoded PEM. */
  interface ClientConfiguration {
    caCertificate: string;
    clientCertificate: string;
    /** Secret. */
    clientKey: string;
  }

  /** Credentials that state does not keep. */
  interface BootstrapClientConfigurationWo {
    caCertificate: string;
    clientCertificate: string;
    clientKey: string;
  }

  /** Credentials that state does not keep. */
  interface ConfigurationApplyClientConfigurationWo {
    caCertificate: string;
    clientCertificate: string;
    clientKey: string;
  }

  /** Go durations such as `"30s"`. */
  interface BootstrapTimeouts {
    create?: string;
  }

  /** Go durations such as `"30s"`. */
  interface Timeout {
    create?: string;
    delete?: string;
    update?: string;
  }

  /** What destroying a `ConfigurationApply` does to the machine. */
  interface ConfigurationApplyOnDestroy {
    graceful: boolean;
    reboot: boolean;
    reset: boolean;
  }

  /** A certificate with its key, base64-encoded PEM each. */
  interface Certificate {
    cert: string;
    /** Secret. */
    key: string;
  }

  /** The certificate authorities of a cluster. */
  interface Certificates {
    etcd: Certificate;
    k8s: Certificate;
    k8sAggregator: Certificate;
    k8sServiceaccount: Key;
    os: Certificate;
  }

  /** What cluster discovery identifies a cluster by. */
  interface Cluster {
    id: string;
    /** Secret. */
    secret: string;
  }

  /** A private key, base64-encoded PEM. */
  interface Key {
    /** Secret. */
    key: string;
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

  /** Everything secret about a cluster. */
  interface MachineSecrets {
    certs: Certificates;
    cluster: Cluster;
    secrets: KubernetesSecrets;
    trustdinfo: TrustdInfo;
  }

  /** The token with which a machine asks trustd for its certificate. */
  interface TrustdInfo {
    /** Secret. */
    token: string;
  }
}

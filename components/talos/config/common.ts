import type { ClusterSpec } from "../../../spec/cluster";
import type { TalosDocument } from "../canonical";
import { hostServiceDocuments } from "./network";

/** Port of KubePrism, the API's load balancer on every node; Cilium reaches the API through it. */
export const KUBEPRISM_PORT = 7445;

type Common = Pick<ClusterSpec, "talos" | "kubernetes" | "network" | "hardware">;

/**
 * What every node is given: kubelet, host features, kernel, discovery, and a cluster network
 * without Talos's own CNI, because Cilium replaces it and kube-proxy.
 */
export function commonDocuments(spec: Common): TalosDocument[] {
  const { talos, network } = spec;
  return [
    {
      machine: {
        kubelet: kubelet(spec),
        features: {
          rbac: true,
          apidCheckExtKeyUsage: true,
          diskQuotaSupport: true,
          kubePrism: { enabled: true, port: KUBEPRISM_PORT },
          hostDNS: {
            enabled: true,
            forwardKubeDNSToHost: talos.forwardKubeDnsToHost,
            resolveMemberNames: true,
          },
        },
        files: files(spec),
        ...(Object.keys(talos.sysctls).length === 0 ? {} : { sysctls: talos.sysctls }),
      },
      cluster: {
        network: {
          cni: { name: "none" },
          dnsDomain: "cluster.local",
          podSubnets: [network.pods],
          serviceSubnets: [network.services],
        },
        proxy: { disabled: true },
        // The Kubernetes registry is disabled: it needs an API that nodes have yet to reach.
        discovery: {
          enabled: true,
          registries: { kubernetes: { disabled: true }, service: { disabled: false } },
        },
      },
    },
    ...hostServiceDocuments(spec),
    ...mirrorDocuments(talos.registryMirrors),
  ];
}

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function kubelet({ kubernetes, network }: Common): Record<string, unknown> {
  const { imageGarbageCollection: images, featureGates, allowedUnsafeSysctls } = kubernetes;
  return {
    defaultRuntimeSeccompProfileEnabled: true,
    disableManifestsDirectory: true,
    nodeIP: { validSubnets: nodeSubnets(network) },
    ...(kubernetes.rotateServerCertificates
      ? { extraArgs: { "rotate-server-certificates": "true" } }
      : {}),
    extraConfig: {
      serializeImagePulls: false,
      imageGCHighThresholdPercent: images.highPercent,
      imageGCLowThresholdPercent: images.lowPercent,
      imageMinimumGCAge: images.minimumAge,
      ...(Object.keys(featureGates.kubelet).length === 0
        ? {}
        : { featureGates: featureGates.kubelet }),
      ...(allowedUnsafeSysctls.length === 0 ? {} : { allowedUnsafeSysctls }),
    },
  };
}

/**
 * Subnets of a node's own address: the LAN without the VIP, which a control plane would otherwise
 * take for its own (https://github.com/siderolabs/talos/issues/11537).
 */
export function nodeSubnets({ lan, vip }: ClusterSpec["network"]): string[] {
  return vip === undefined ? [lan.cidr] : [lan.cidr, `!${vip}/32`];
}

/** Files that Talos has no field for. */
function files({ talos, hardware }: Common): Record<string, unknown>[] {
  const gpu = Object.values(hardware).some((profile) => profile.gpu !== undefined);
  const options = Object.entries(talos.nfsMountOptions);
  return [
    {
      path: "/etc/cri/conf.d/20-customization.part",
      op: "create",
      content: [
        '[plugins."io.containerd.cri.v1.runtime"]',
        // A device that a non-root container is given is then owned by its user.
        "  device_ownership_from_security_context = true",
        // /etc is read-only, so drivers that describe devices (CDI) write below /var.
        ...(gpu ? ['  cdi_spec_dirs = ["/var/cdi/static", "/var/cdi/dynamic"]'] : []),
        "",
      ].join("\n"),
    },
    ...(options.length === 0
      ? []
      : [
          {
            path: "/etc/nfsmount.conf",
            op: "overwrite",
            permissions: 0o644,
            content: [
              "[ NFSMount_Global_Options ]",
              ...options.map(([key, value]) => `${key}=${value}`),
              "",
            ].join("\n"),
          },
        ]),
  ];
}

/** https://www.talos.dev/v1.12/reference/configuration/cri/registrymirrorconfig/ */
function mirrorDocuments(mirrors: ClusterSpec["talos"]["registryMirrors"]): TalosDocument[] {
  return Object.entries(mirrors).map(([name, urls]) => ({
    apiVersion: "v1alpha1",
    kind: "RegistryMirrorConfig",
    name,
    endpoints: urls.map((url) => ({ url })),
  }));
}

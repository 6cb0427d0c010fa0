import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";

/**
 * Spegel: nodes pull images from one another before they ask the registry. On Talos the mirror
 * configuration of containerd is below /etc/cri.
 * https://spegel.dev/docs/getting-started/#talos
 */
export function spegelBundle(): Bundle {
  return {
    layer: "system",
    component: "Spegel",
    name: "spegel",
    namespaces: [
      {
        name: SYSTEM_NAMESPACE,
        podSecurity: "privileged",
        reason: "Spegel reads containerd's socket and writes its mirror configuration",
      },
    ],
    charts: [
      {
        name: "spegel",
        chart: "spegel",
        namespace: SYSTEM_NAMESPACE,
        values: {
          service: { registry: { hostPort: 29999 } },
          spegel: {
            // Mirrors of the machine config stay, after Spegel's own.
            prependExisting: false,
            containerdSock: "/run/containerd/containerd.sock",
            containerdRegistryConfigPath: "/etc/cri/conf.d/hosts",
          },
        },
        brings: {
          workloads: [
            {
              kind: "DaemonSet",
              name: "spegel",
              labels: {
                "app.kubernetes.io/name": "spegel",
                "app.kubernetes.io/component": "spegel",
              },
            },
          ],
        },
      },
    ],
    provides: ["app:spegel"],
  };
}

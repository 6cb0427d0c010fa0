import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE, exceptionsAnnotation } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

const NAME = "generic-device-plugin";

/** Why it mounts paths of the node. */
const HOST_REASON = "the device plugin mounts /dev and the kubelet's device plugin folder";

/** Pods of one node that may use the TUN device at once: as good as unlimited. */
const TUN_COUNT = 1000;

/**
 * A device plugin that offers /dev/net/tun as `kernel.org/tun`, so that a VPN needs no privileged
 * pod. https://github.com/squat/generic-device-plugin
 */
export function genericDevicePluginBundle(): Bundle {
  return {
    layer: "system",
    component: "GenericDevicePlugin",
    name: NAME,
    namespaces: [
      {
        name: SYSTEM_NAMESPACE,
        podSecurity: "privileged",
        reason: HOST_REASON,
      },
    ],
    objects: [daemonSet()],
    provides: [`app:${NAME}`],
  };
}

function daemonSet(): KubernetesObject {
  const labels = { "app.kubernetes.io/name": NAME };
  const device = { name: "tun", groups: [{ count: TUN_COUNT, paths: [{ path: "/dev/net/tun" }] }] };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: {
      name: NAME,
      namespace: SYSTEM_NAMESPACE,
      labels,
      annotations: exceptionsAnnotation({ hostPath: HOST_REASON }),
    },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate" },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          priorityClassName: "system-node-critical",
          tolerations: [{ operator: "Exists" }],
          containers: [
            {
              name: "plugin",
              image: imageRef("ghcr.io/squat/generic-device-plugin"),
              args: ["--domain", "kernel.org", "--device", JSON.stringify(device)],
              ports: [{ name: "http", containerPort: 8080 }],
              resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
                seccompProfile: { type: "RuntimeDefault" },
              },
              volumeMounts: [
                { name: "device-plugins", mountPath: "/var/lib/kubelet/device-plugins" },
                { name: "dev", mountPath: "/dev", readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: "device-plugins", hostPath: { path: "/var/lib/kubelet/device-plugins" } },
            { name: "dev", hostPath: { path: "/dev" } },
          ],
        },
      },
    },
  };
}

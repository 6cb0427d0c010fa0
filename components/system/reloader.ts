import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";

/**
 * Reloader restarts workloads whose Secrets or ConfigMaps changed. It marks the pod template with an
 * annotation, not an environment variable, so that pods do not see it.
 * https://docs.stakater.com/reloader/1.4/reference/annotations.html
 */
export function reloaderBundle(): Bundle {
  return {
    layer: "system",
    component: "Reloader",
    name: "reloader",
    namespaces: [{ name: SYSTEM_NAMESPACE }],
    charts: [
      {
        name: "reloader",
        chart: "reloader",
        namespace: SYSTEM_NAMESPACE,
        values: {
          fullnameOverride: "reloader",
          reloader: {
            reloadStrategy: "annotations",
            readOnlyRootFileSystem: true,
            deployment: {
              containerSecurityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
              },
              resources: { requests: { cpu: "5m", memory: "144Mi" }, limits: { memory: "256Mi" } },
            },
          },
        },
        brings: {
          workloads: [
            {
              kind: "Deployment",
              name: "reloader",
              replicas: 1,
              labels: { "app.kubernetes.io/name": "reloader" },
            },
          ],
        },
      },
    ],
    provides: ["app:reloader"],
  };
}

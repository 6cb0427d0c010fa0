import { createHash } from "node:crypto";

type Container = Readonly<Record<string, unknown>> & { readonly name: string };

/**
 * A pod as the `restricted` Pod Security Standard wants it: no root, no capabilities, read-only
 * root, no service-account token.
 */
export function hardenedPod(
  user: number,
  pod: Readonly<Record<string, unknown>> & { readonly containers: readonly Container[] },
) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...pod,
    containers: pod.containers.map((container) => ({
      ...container,
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    })),
  };
}

/** Short hash of a ConfigMap's data; on the pod template it starts new pods when the data change. */
export function configHash(data: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 16);
}

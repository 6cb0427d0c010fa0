import type { MergedNamespace } from "../contracts/namespaces";
import type { KubernetesObject } from "../contracts/object";

/**
 * A namespace with its Pod Security level. `enforce` refuses pods; `warn` and `audit` stay strict, so
 * that a laxer namespace still shows which pods need it.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function namespaceObject({
  name,
  podSecurity,
  reasons,
  labels,
}: MergedNamespace): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: { ...labels, "pod-security.kubernetes.io/enforce": podSecurity },
      ...(reasons.length === 0
        ? {}
        : { annotations: { "hearth.dev/pod-security-reasons": [...reasons].sort().join("\n") } }),
    },
  };
}

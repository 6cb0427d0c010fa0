/** A pod's spec as far as the stand-ins write it. */
interface PodSpec {
  readonly containers: readonly object[];
  readonly [field: string]: unknown;
}

/**
 * The pod with what Pod Security's `restricted` asks for: the operators that are stood in for make
 * pods that namespaces of any level admit.
 */
export function restricted(pod: PodSpec): PodSpec {
  return {
    ...pod,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: pod.containers.map((container) => ({
      ...container,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    })),
  };
}

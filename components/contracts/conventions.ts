/** Names that more than one layer has to agree on. */

/** Namespace of gateways, tunnel and DNS writers. */
export const NETWORK_NAMESPACE = "networking";

/** Namespace of PostgreSQL clusters and their operator. */
export const POSTGRES_NAMESPACE = "cloudnative-pg";

/** Namespace of caches and their operator. */
export const CACHE_NAMESPACE = "dragonfly";

/** Namespace of Rook and the Ceph cluster. */
export const CEPH_NAMESPACE = "rook-ceph";

/** Namespace of identity and secret stores. */
export const SECURITY_NAMESPACE = "security";

/** Namespace of metrics, logs and alerts. */
export const MONITORING_NAMESPACE = "monitoring";

/** Namespace of cluster services without a namespace of their own. */
export const SYSTEM_NAMESPACE = "system";

/** The store that every ExternalSecret refers to. */
export const SECRET_STORE = "secret-store";

/** Kubernetes name of a gateway of the spec: `external` is `envoy-external`. */
export const gatewayObjectName = (gateway: string): string => `envoy-${gateway}`;

/** Listener for HTTP, which only redirects to HTTPS. */
export const HTTP_LISTENER = "http";

/** Listener for HTTPS, the section that routes attach to. */
export const HTTPS_LISTENER = "https";

/** Listener for a TCP or UDP port of a gateway. */
export const streamListener = (protocol: "TCP" | "UDP", port: number): string =>
  `${protocol.toLowerCase()}-${String(port)}`;

/** Secret with the wildcard certificate of the domain, in {@link NETWORK_NAMESPACE}. */
export const wildcardSecret = (domain: string): string => `${domain.replaceAll(".", "-")}-tls`;

/** In-cluster host of a PostgreSQL cluster's primary. */
export const postgresHost = (cluster: string): string =>
  `${cluster}-rw.${POSTGRES_NAMESPACE}.svc.cluster.local`;

/** In-cluster host of a cache. */
export const cacheHost = (cache: string): string => `${cache}.${CACHE_NAMESPACE}.svc.cluster.local`;

/** Secret of an app, in its namespace, that External Secrets fills from the store. */
export const appSecret = (app: string): string => `${app}-secret`;

/** Secret of an app, in its namespace, with its database connection (host, port, name, user, password, uri). */
export const databaseSecret = (app: string): string => `${app}-database`;

/** Secret of an OIDC client, in its namespace, with the keys `issuer`, `client-id` and `client-secret`. */
export const oidcSecret = (app: string): string => `${app}-oidc`;

/** Label of an HTTPRoute that Authelia asks for a login first; the identity layer selects by it. */
export const FORWARD_AUTH_LABEL = { "hearth.dev/auth": "forward" } as const;

/** SecurityPolicy beside such routes, one a namespace, that asks Authelia. */
export const FORWARD_AUTH_POLICY = "forward-auth";

/** In-cluster host of the mail relay; it is the app `smtp-relay`. */
export const MAIL_HOST = `smtp-relay.${NETWORK_NAMESPACE}.svc.cluster.local`;
/** Its port of plain SMTP, which only the cluster reaches. */
export const MAIL_PORT = 2525;

/** Labels that select the pods of an app. */
export const appSelector = (app: string): Record<string, string> => ({
  "app.kubernetes.io/name": app,
});

/** Label that external-dns asks for on what it publishes. */
export const DNS_LABEL = { "external-dns.alpha.kubernetes.io/enabled": "true" } as const;

/** Label of a Gateway that says who reaches it; the policies read it. */
export const exposureLabel = (exposure: "public" | "private"): Record<string, string> => ({
  "hearth.dev/exposure": exposure,
});

/**
 * Annotation of a workload with what its pods may do to their node, each with its reason; the
 * policies refuse such pods without it. It stands on the workload, so that a reworded reason
 * restarts nothing.
 */
export function exceptionsAnnotation(
  reasons: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const declared = Object.entries(reasons).filter(([, reason]) => reason !== undefined);
  return declared.length === 0
    ? {}
    : { "hearth.dev/exceptions": JSON.stringify(Object.fromEntries(declared)) };
}

/** The app that brings Prometheus and the kinds that tell it what to scrape. */
export const MONITORING_APP = "kube-prometheus-stack";

/** Whether the stack has Prometheus, so that a component may add its monitors. */
export const isMonitored = (spec: { readonly apps: Readonly<Record<string, unknown>> }): boolean =>
  Object.hasOwn(spec.apps, MONITORING_APP);

/** In-cluster URL of Prometheus. */
export const PROMETHEUS_URL = `http://kube-prometheus-stack-prometheus.${MONITORING_NAMESPACE}.svc.cluster.local:9090`;

/** The app that stops others while what they need is away. */
export const KEDA_APP = "keda";

/** Prometheus's job whose `probe_success` says whether the NFS server answers. */
export const NFS_PROBE_JOB = "nfs";

import type { Bundle } from "../contracts/bundle";
import type { CrdRef } from "../contracts/chart";
import { crdRefs } from "../contracts/crds";

/** Namespace of cert-manager and of the secrets of its cluster-wide issuers. */
export const CERT_MANAGER_NAMESPACE = "cert-manager";

/** Cloudflare's DNS over HTTPS: a router that answers port 53 itself cannot hide the challenge. */
const RESOLVERS = ["https://1.1.1.1:443/dns-query", "https://1.0.0.1:443/dns-query"];

const CRDS: readonly CrdRef[] = [
  ...crdRefs("acme.cert-manager.io/v1", "Namespaced", { Challenge: "challenges", Order: "orders" }),
  ...crdRefs("cert-manager.io/v1", "Namespaced", {
    Certificate: "certificates",
    CertificateRequest: "certificaterequests",
    Issuer: "issuers",
  }),
  ...crdRefs("cert-manager.io/v1", "Cluster", { ClusterIssuer: "clusterissuers" }),
];

/**
 * cert-manager. The release ends only when its API check passed, so that the first issuer is not
 * refused by a webhook that does not answer yet.
 */
export function certManagerBundle(): Bundle {
  return {
    layer: "network",
    component: "CertManager",
    name: "cert-manager",
    namespaces: [{ name: CERT_MANAGER_NAMESPACE }],
    charts: [
      {
        name: "cert-manager",
        chart: "cert-manager",
        namespace: CERT_MANAGER_NAMESPACE,
        values: {
          crds: { enabled: true, keep: true },
          replicaCount: 1,
          dns01RecursiveNameservers: RESOLVERS.join(","),
          dns01RecursiveNameserversOnly: true,
          resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          webhook: {
            resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          },
          cainjector: {
            resources: { requests: { cpu: "10m", memory: "96Mi" }, limits: { memory: "384Mi" } },
          },
          startupapicheck: { timeout: "5m" },
        },
        brings: {
          crds: CRDS,
          workloads: [
            { kind: "Deployment", name: "cert-manager", replicas: 1 },
            { kind: "Deployment", name: "cert-manager-cainjector", replicas: 1 },
            { kind: "Deployment", name: "cert-manager-webhook", replicas: 1 },
          ],
          provides: ["app:cert-manager"],
        },
      },
    ],
  };
}

import type { Bundle } from "../contracts/bundle";
import type { ChartContents } from "../contracts/chart";
import { SECURITY_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/**
 * The External Secrets operator. It scrapes nothing and waits for nothing but nodes, because most of
 * the cluster waits for it.
 * https://external-secrets.io/latest/introduction/getting-started/
 */
export function externalSecretsBundle(): Bundle {
  return {
    layer: "secrets",
    component: "ExternalSecrets",
    name: "external-secrets",
    namespaces: [{ name: SECURITY_NAMESPACE }],
    charts: [
      {
        name: "external-secrets",
        chart: "external-secrets",
        namespace: SECURITY_NAMESPACE,
        values: {
          installCRDs: true,
          replicaCount: 1,
          leaderElect: true,
          resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          webhook: {
            resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          },
          certController: {
            resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          },
        },
        brings: CONTENTS,
      },
    ],
    provides: ["app:external-secrets"],
  };
}

const CONTENTS: ChartContents = {
  crds: [
    ...crdRefs("external-secrets.io/v1", "Namespaced", {
      ExternalSecret: "externalsecrets",
      SecretStore: "secretstores",
    }),
    ...crdRefs("external-secrets.io/v1", "Cluster", {
      ClusterExternalSecret: "clusterexternalsecrets",
      ClusterSecretStore: "clustersecretstores",
    }),
    ...crdRefs("external-secrets.io/v1alpha1", "Namespaced", { PushSecret: "pushsecrets" }),
    ...crdRefs("external-secrets.io/v1alpha1", "Cluster", {
      ClusterPushSecret: "clusterpushsecrets",
    }),
  ],
  workloads: [
    { kind: "Deployment", name: "external-secrets", replicas: 1 },
    { kind: "Deployment", name: "external-secrets-cert-controller", replicas: 1 },
    { kind: "Deployment", name: "external-secrets-webhook", replicas: 1 },
  ],
};

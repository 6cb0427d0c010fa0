import type { Bundle } from "../contracts/bundle";
import { POSTGRES_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/**
 * The CloudNativePG operator. Its chart keeps the definitions when it is removed, so removing the
 * operator never removes a database.
 * https://cloudnative-pg.io/documentation/1.28/installation_upgrade/
 */
export function cnpgOperatorBundle(): Bundle {
  return {
    layer: "database",
    component: "CnpgOperator",
    name: "cloudnative-pg",
    namespaces: [{ name: POSTGRES_NAMESPACE }],
    charts: [
      {
        name: "cloudnative-pg",
        chart: "cloudnative-pg",
        namespace: POSTGRES_NAMESPACE,
        values: {
          crds: { create: true },
          resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
        },
        brings: {
          crds: [
            ...crdRefs("postgresql.cnpg.io/v1", "Namespaced", {
              Backup: "backups",
              Cluster: "clusters",
              Database: "databases",
              FailoverQuorum: "failoverquorums",
              ImageCatalog: "imagecatalogs",
              Pooler: "poolers",
              Publication: "publications",
              ScheduledBackup: "scheduledbackups",
              Subscription: "subscriptions",
            }),
            ...crdRefs("postgresql.cnpg.io/v1", "Cluster", {
              ClusterImageCatalog: "clusterimagecatalogs",
            }),
          ],
          workloads: [
            {
              kind: "Deployment",
              name: "cloudnative-pg",
              replicas: 1,
              labels: { "app.kubernetes.io/name": "cloudnative-pg" },
            },
          ],
        },
      },
    ],
    provides: ["app:cloudnative-pg"],
  };
}

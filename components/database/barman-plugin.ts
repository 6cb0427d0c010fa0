import type { Bundle } from "../contracts/bundle";
import { crd } from "../contracts/capability";
import { POSTGRES_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/**
 * The plugin that archives WAL and takes base backups to object storage. It has to run beside the
 * operator, and cert-manager signs the certificates that the two talk with.
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/installation/
 */
export function barmanPluginBundle(): Bundle {
  return {
    layer: "database",
    component: "BarmanPlugin",
    name: "plugin-barman-cloud",
    namespaces: [{ name: POSTGRES_NAMESPACE }],
    charts: [
      {
        name: "plugin-barman-cloud",
        chart: "plugin-barman-cloud",
        namespace: POSTGRES_NAMESPACE,
        values: {
          resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
        },
        brings: {
          crds: crdRefs("barmancloud.cnpg.io/v1", "Namespaced", { ObjectStore: "objectstores" }),
          workloads: [{ kind: "Deployment", name: "plugin-barman-cloud", replicas: 1 }],
        },
        needs: [
          crd("cert-manager.io/v1", "Certificate"),
          crd("cert-manager.io/v1", "Issuer"),
          crd("postgresql.cnpg.io/v1", "Cluster"),
        ],
      },
    ],
  };
}

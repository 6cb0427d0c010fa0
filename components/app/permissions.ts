import type { ImageApp } from "../../spec/app/app";
import type { KubernetesObject } from "../contracts/object";
import { appMeta } from "./labels";

const RBAC = "rbac.authorization.k8s.io";

/** The service account of an app and its rights at the Kubernetes API. */
export function serviceAccount(app: ImageApp): KubernetesObject[] {
  const account: KubernetesObject = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: appMeta(app),
    automountServiceAccountToken: false,
  };
  const { cluster = [], namespace = [] } = app.permissions ?? {};
  return [
    account,
    ...(cluster.length === 0 ? [] : grant(app, "ClusterRole", cluster)),
    ...(namespace.length === 0 ? [] : grant(app, "Role", namespace)),
  ];
}

function grant(
  app: ImageApp,
  kind: "ClusterRole" | "Role",
  rules: readonly object[],
): KubernetesObject[] {
  const { namespace, labels } = appMeta(app);
  const cluster = kind === "ClusterRole";
  // Roles of the cluster share one set of names, so they carry the namespace in theirs.
  const name = cluster ? `${namespace}-${app.name}` : app.name;
  const metadata = { name, labels, ...(cluster ? {} : { namespace }) };
  return [
    { apiVersion: `${RBAC}/v1`, kind, metadata, rules },
    {
      apiVersion: `${RBAC}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: RBAC, kind, name },
      subjects: [{ kind: "ServiceAccount", name: app.name, namespace }],
    },
  ];
}

import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle, SecretDeclaration } from "../contracts/bundle";
import { SECRET_STORE, SECURITY_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { clusterSecretStore, storeBundle } from "./cluster-secret-store";
import { secretKeys, type SecretKey } from "./secret-keys";

/** Namespace whose Secrets are the store, and service account that may read it. */
const NAMESPACE = SECRET_STORE;
const READER = "secret-store-reader";

/** Length of a generated value in characters. */
const LENGTH = 32;

/**
 * A store that needs no account: a Secret for each item, with random values that are made once and
 * kept, in a namespace that only External Secrets reads. For the lab, and for trying a stack out.
 * https://external-secrets.io/latest/provider/kubernetes/
 */
export function generatedStoreBundle(spec: ClusterSpec): Bundle {
  const keys = secretKeys(spec);
  return {
    ...storeBundle,
    namespaces: [{ name: NAMESPACE }, { name: SECURITY_NAMESPACE }],
    generated: Object.fromEntries(keys.map((key) => [valueName(key), LENGTH])),
    secrets: itemSecrets(keys),
    objects: [
      ...readerObjects(),
      clusterSecretStore({
        kubernetes: {
          remoteNamespace: NAMESPACE,
          server: {
            caProvider: {
              type: "ConfigMap",
              name: "kube-root-ca.crt",
              namespace: NAMESPACE,
              key: "ca.crt",
            },
          },
          auth: { serviceAccount: { name: READER, namespace: NAMESPACE } },
        },
      }),
    ],
  };
}

/** Name of a generated value; its characters are those that a placeholder may hold. */
function valueName({ item, property }: SecretKey): string {
  return `${SECRET_STORE}-${item}-${property}`.replaceAll(/[^A-Za-z0-9._-]/g, "-");
}

function itemSecrets(keys: readonly SecretKey[]): SecretDeclaration[] {
  const items = new Map<string, Record<string, string>>();
  for (const key of keys) {
    const values = items.get(key.item) ?? {};
    values[key.property] = `{{${valueName(key)}}}`;
    items.set(key.item, values);
  }
  return [...items].map(([name, values]) => ({ name, namespace: NAMESPACE, values }));
}

function readerObjects(): KubernetesObject[] {
  const metadata = { name: READER, namespace: NAMESPACE };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] },
        {
          apiGroups: ["authorization.k8s.io"],
          resources: ["selfsubjectrulesreviews"],
          verbs: ["create"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: READER },
      subjects: [{ kind: "ServiceAccount", name: READER, namespace: NAMESPACE }],
    },
  ];
}

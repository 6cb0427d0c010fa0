import { randomBytes } from "node:crypto";
import type { KubeObject } from "../../kubernetes/client";
import { conditionsOf, isTrue, mergeConditions } from "./conditions";
import { core, type Kind } from "./kinds";
import { ownedBy } from "./objects";
import { Operator } from "./operators";
import type { Reconcile } from "./queue";
import type { Controller } from "./runtime";

/** ExternalSecrets that are worked on at once, the operator's `--concurrent`. */
const CONCURRENT = 8;

const group = "external-secrets.io";
const externalSecrets: Kind = { group, plural: "externalsecrets" };
const stores: Kind = { group, plural: "secretstores" };
const clusterStores: Kind = { group, plural: "clustersecretstores" };

interface RemoteRef {
  key: string;
  property?: string;
}

interface ExternalSecretSpec {
  secretStoreRef?: { name: string; kind?: string };
  target?: {
    name?: string;
    creationPolicy?: string;
    template?: {
      type?: string;
      data?: Record<string, string>;
      metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
      mergePolicy?: string;
    };
  };
  data?: { secretKey: string; remoteRef: RemoteRef }[];
  dataFrom?: { extract?: RemoteRef; sourceRef?: { generatorRef?: { kind: string } } }[];
}

interface StoreSpec {
  provider?: { kubernetes?: { remoteNamespace?: string } };
}

/**
 * Stands in for the External Secrets operator and the vault behind it. A store becomes Ready; an
 * ExternalSecret of a Ready store gets a Secret with every key that it asks for. A store of the
 * `kubernetes` provider really reads the Secrets of its namespace; every other vault is taken to
 * hold what is asked of it, with values made up at random once and kept. Templates fill in
 * `{{ .key }}`; other template functions are left as they stand.
 */
export const externalSecretsOperator: Controller = {
  name: "external-secrets",
  start(runtime) {
    const operator = new Operator(runtime, /^external-secrets$/);
    const secrets = runtime.store(core.secrets);

    for (const kind of [stores, clusterStores]) {
      const queue = runtime.on("external-secrets", kind, async (store, { deleted }) => {
        if (deleted || !operator.running()) return;
        await runtime.status(kind, store, {
          capabilities: "ReadWrite",
          conditions: mergeConditions(conditionsOf(store), [
            { type: "Ready", status: "True", reason: "Valid", message: "store validated" },
          ]),
        });
      });
      operator.wakes(queue);
    }

    const storeOf = (object: KubeObject, spec: ExternalSecretSpec): KubeObject | undefined => {
      const { name = "", kind } = spec.secretStoreRef ?? {};
      return kind === "ClusterSecretStore"
        ? runtime.store(clusterStores).get(name)
        : runtime.store(stores).get(name, object.metadata.namespace);
    };

    const reconcile: Reconcile = async (object, { deleted }) => {
      const { namespace, name } = object.metadata;
      if (deleted || namespace === undefined || !operator.running()) return;
      const spec = object.spec as ExternalSecretSpec;
      const report = (ready: boolean, reason: string, message: string): Promise<void> =>
        runtime.status(externalSecrets, object, {
          ...(ready ? { binding: { name: spec.target?.name ?? name } } : {}),
          conditions: mergeConditions(conditionsOf(object), [
            { type: "Ready", status: ready ? "True" : "False", reason, message },
          ]),
        });
      const store = storeOf(object, spec);
      if (spec.secretStoreRef !== undefined && (store === undefined || !isTrue(store, "Ready"))) {
        const message = `could not get SecretStore "${spec.secretStoreRef.name}"`;
        return report(false, "SecretSyncedError", message);
      }
      const target = spec.target?.name ?? name;
      const before = decoded(secrets.get(target, namespace));
      const vault = vaultOf(store, secrets.all(), before);
      const values = read(spec, vault);
      if (typeof values === "string") return report(false, "SecretSyncedError", values);
      const wanted = templated(spec, values, before);
      if (!Object.entries(wanted).every(([key, value]) => before[key] === value)) {
        await runtime.apply(core.secrets, secretOf(object, target, wanted));
      }
      await report(true, "SecretSynced", "secret synced");
    };
    const queue = runtime.on("external-secrets", externalSecrets, reconcile, CONCURRENT);
    operator.wakes(queue);
    for (const kind of [stores, clusterStores, core.secrets]) runtime.requeue(kind, queue);
  },
};

type Values = Record<string, string>;

/** Answers what a vault holds; undefined if it cannot have it. */
interface Vault {
  value(ref: RemoteRef, secretKey: string): string | undefined;
  all(ref: RemoteRef): Values | undefined;
}

function vaultOf(store: KubeObject | undefined, secrets: KubeObject[], before: Values): Vault {
  const kubernetes = (store?.spec as StoreSpec | undefined)?.provider?.kubernetes;
  if (kubernetes !== undefined) {
    const namespace = kubernetes.remoteNamespace ?? "default";
    const find = (key: string): Values | undefined => {
      const found = secrets.find(
        ({ metadata }) => metadata.name === key && metadata.namespace === namespace,
      );
      return found === undefined ? undefined : decoded(found);
    };
    return {
      value: ({ key, property }) => {
        const found = find(key);
        return property === undefined ? found && JSON.stringify(found) : found?.[property];
      },
      all: ({ key }) => find(key),
    };
  }
  const invented = (key: string): string => before[key] ?? randomBytes(24).toString("base64url");
  return {
    value: (_ref, secretKey) => invented(secretKey),
    // What an item holds is not known to anybody but its vault.
    all: () => ({ username: invented("username"), password: invented("password") }),
  };
}

/** The values that are asked for, by key of the Secret, or why one cannot be had. */
function read(spec: ExternalSecretSpec, vault: Vault): Values | string {
  const values: Values = {};
  for (const { extract, sourceRef } of spec.dataFrom ?? []) {
    const found = vault.all(extract ?? { key: sourceRef?.generatorRef?.kind ?? "" });
    if (found === undefined) return `could not get secret data: ${extract?.key} does not exist`;
    Object.assign(values, found);
  }
  for (const { secretKey, remoteRef } of spec.data ?? []) {
    const found = vault.value(remoteRef, secretKey);
    if (found === undefined) {
      return `could not get secret data: ${remoteRef.key} has no ${remoteRef.property ?? "value"}`;
    }
    values[secretKey] = found;
  }
  return values;
}

function templated(spec: ExternalSecretSpec, values: Values, before: Values): Values {
  const template = spec.target?.template;
  if (template?.data === undefined) return values;
  const fill = (text: string): string =>
    text.replace(/{{-?\s*\.(\w+)\s*-?}}/g, (whole, key: string) => {
      // An item that is taken whole may have the field; then it keeps its made-up value.
      const unknown = (spec.dataFrom ?? []).length > 0;
      return (
        values[key] ?? (unknown ? (before[key] ?? randomBytes(24).toString("base64url")) : whole)
      );
    });
  const filled = Object.entries(template.data).map(([key, text]) => {
    // Made up before: a template of an unknown field must not change with each look.
    const stable = before[key] !== undefined && (spec.dataFrom ?? []).length > 0;
    return [key, stable ? (before[key] ?? "") : fill(text)];
  });
  const rendered = Object.fromEntries(filled) as Values;
  return template.mergePolicy === "Merge" ? { ...values, ...rendered } : rendered;
}

function secretOf(owner: KubeObject, name: string, values: Values): KubeObject {
  const { target } = owner.spec as ExternalSecretSpec;
  const metadata = target?.template?.metadata;
  const owned = (target?.creationPolicy ?? "Owner") === "Owner";
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: target?.template?.type ?? "Opaque",
    metadata: {
      name,
      ...(owner.metadata.namespace ? { namespace: owner.metadata.namespace } : {}),
      labels: { "reconcile.external-secrets.io/managed": "true", ...metadata?.labels },
      ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
      ...(owned ? { ownerReferences: ownedBy(owner) } : {}),
    },
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
    ),
  };
}

function decoded(secret: KubeObject | undefined): Values {
  const data = Object.entries((secret?.data ?? {}) as Values);
  return Object.fromEntries(
    data.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}

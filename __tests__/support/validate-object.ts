import { existsSync } from "node:fs";
import path from "node:path";
import { describeObject, groupOf, type KubernetesObject } from "../../components/contracts/object";
import { unreadFields } from "./unread-fields";

/** Packages that carry the schemas of custom resources, by API group. */
const PACKAGES: Readonly<Record<string, string>> = {
  "acme.cert-manager.io": "@kubernetes-models/cert-manager",
  "cert-manager.io": "@kubernetes-models/cert-manager",
  "cilium.io": "@kubernetes-models/cilium",
  "external-secrets.io": "@kubernetes-models/external-secrets",
  "gateway.envoyproxy.io": "@kubernetes-models/envoy-gateway",
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api",
  "generators.external-secrets.io": "@kubernetes-models/external-secrets",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
  "postgresql.cnpg.io": "@kubernetes-models/cloudnative-pg",
};

/**
 * Groups whose schemas no npm package publishes. Objects of them are typed by interfaces of our own
 * and held against the definitions of their makers in e2e/definitions.test.ts. Every other group has
 * to be in a package.
 */
const UNMODELLED = new Set([
  "barmancloud.cnpg.io",
  "ceph.rook.io",
  "deviceplugin.intel.com",
  "dragonflydb.io",
  "externaldns.k8s.io",
  "k8s.cni.cncf.io",
  "keda.sh",
  "nfd.k8s-sigs.io",
  "observability.giantswarm.io",
  "snapshot.storage.k8s.io",
  "tailscale.com",
  "tuppr.home-operations.com",
  "volsync.backube",
]);

interface Model {
  validate(): void;
}
type ModelClass = new (data: KubernetesObject) => Model;

const modules = path.dirname(path.dirname(require.resolve("kubernetes-models/package.json")));

/** Whether a schema for the object's kind is at hand. */
export function hasSchema(object: Pick<KubernetesObject, "apiVersion" | "kind">): boolean {
  return existsSync(`${modelFile(object)}.js`);
}

/**
 * Checks an object against the OpenAPI schema of its kind, unknown fields included.
 *
 * @throws Error naming the object and the wrong field, or that no schema knows its kind although
 * its group has one
 */
export function validateObject(object: KubernetesObject): void {
  if (!hasSchema(object)) {
    if (UNMODELLED.has(groupOf(object.apiVersion))) return;
    throw new Error(`${describeObject(object)}: no schema for ${object.apiVersion} ${object.kind}`);
  }
  const model = new (modelOf(object))(object);
  let unknown: string[];
  try {
    unknown = unreadFields(model, (watched) => watched.validate());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${describeObject(object)}: ${reason}`, { cause: error });
  }
  if (unknown.length > 0) {
    throw new Error(`${describeObject(object)}: unknown field ${unknown.join(", ")}`);
  }
}

function modelOf(object: KubernetesObject): ModelClass {
  // Loaded by path and one kind at a time: all models together take seconds.

  const module = require(modelFile(object)) as Readonly<Record<string, ModelClass>>;
  const Class = module[object.kind];
  if (Class === undefined) throw new Error(`no class ${object.kind} in ${modelFile(object)}`);
  return Class;
}

function modelFile({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  const owner = PACKAGES[groupOf(apiVersion)] ?? "kubernetes-models";
  return path.join(modules, owner, apiVersion, kind);
}

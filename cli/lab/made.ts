import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudflareApi } from "../../lab/plugins/cloudflare/api";
import { TYPES, existingId } from "../../lab/plugins/cloudflare/resources";
import { Api } from "../../lab/plugins/kubernetes/api";
import { KubeClient } from "../../lab/plugins/kubernetes/client";
import { parseKubeconfig } from "../../lab/plugins/kubernetes/kubeconfig";
import { idOf as objectId } from "../../lab/plugins/kubernetes/objects";
import { ReleaseRecords } from "../../lab/plugins/kubernetes/release-record";
import { RELEASE } from "../../lab/plugins/kubernetes/release-resource";
import { asArray, asObject, asString, type Properties } from "../../lab/plugins/shared/values";
import type { RecordedState } from "./pending";
import { worldStatus } from "./world-client";
import type { WorldAnswer, WorldRecord } from "./world-record";
import { LAB_TOKEN } from "./world-request";

/** The id of a resource that the program wanted to create, if it is there; else undefined. */
export type IdOf = (resource: RecordedState) => Promise<string | undefined>;

/** How long a control plane may take to come back, in milliseconds. */
const CLUSTER_LIMIT = 60_000;

/** How often it is looked at, in milliseconds. */
const CLUSTER_POLL = 200;

/**
 * Looks for resources in a world. Only those that cannot be created over and over: values that are
 * drawn at random, gates and machine configs are not looked for.
 */
export async function idsInWorld(world: WorldRecord, signal: AbortSignal): Promise<IdOf> {
  const status = await bootstrapped(world, signal);
  const cloudflare = cloudflareIds(new CloudflareApi(LAB_TOKEN, world.endpoints.cloudflare));
  const kubernetes =
    status.kubeconfig === undefined
      ? () => Promise.resolve(undefined)
      : kubernetesIds(
          new Api(new KubeClient(parseKubeconfig(readFileSync(status.kubeconfig, "utf8")))),
        );
  return (resource) => {
    const [plugin] = resource.type.split(":");
    if (plugin === "cloudflare") return cloudflare(resource);
    if (plugin === "kubernetes") return kubernetes(resource);
    if (resource.type === "talos:machine/bootstrap:Bootstrap") {
      return Promise.resolve(
        status.cluster === "not bootstrapped" ? undefined : "machine_bootstrap",
      );
    }
    return Promise.resolve(undefined);
  };
}

/** The world once its cluster is there, or known not to be. */
async function bootstrapped(world: WorldRecord, signal: AbortSignal): Promise<WorldAnswer> {
  const deadline = Date.now() + CLUSTER_LIMIT;
  for (;;) {
    const status = await worldStatus(world);
    const coming = status.cluster === "starting" || status.cluster === "failed";
    if (!coming || Date.now() > deadline) return status;
    await sleep(CLUSTER_POLL, undefined, { signal });
  }
}

/** Ids of Cloudflare's objects: tunnels by name, records by name, type and content. */
export function cloudflareIds(api: CloudflareApi): IdOf {
  return async ({ type: token, inputs }) => {
    const type = TYPES[token];
    if (type === undefined || type.partOf !== undefined) return undefined;
    const values = plain(inputs);
    const found = await api.list(type.collection(values), type.query?.(values) ?? {});
    return existingId(type, found, values);
  };
}

/** Ids of the cluster's objects and Helm releases by name, if they are the engine's own. */
export function kubernetesIds(api: Api): IdOf {
  const releases = new ReleaseRecords(api);
  return async ({ type, inputs }) => {
    const values = plain(inputs);
    if (type === RELEASE) {
      const [name, namespace] = [asString(values["name"]), asString(values["namespace"])];
      if (name === undefined || namespace === undefined) return undefined;
      return (await releases.find({ name, namespace })) && `${namespace}/${name}`;
    }
    const metadata = asObject(values["metadata"]);
    const [apiVersion, kindName] = [asString(values["apiVersion"]), asString(values["kind"])];
    const name = asString(metadata["name"]);
    // A patch is part of somebody else's object.
    if (apiVersion === undefined || kindName === undefined || name === undefined) return undefined;
    if (/Patch$/.test(type)) return undefined;
    const kind = await api.findKind(apiVersion, kindName);
    if (kind === undefined) return undefined;
    const namespace = kind.namespaced ? (asString(metadata["namespace"]) ?? "default") : "";
    const object = await api.get({ kind, namespace, name });
    return object !== undefined && isEngines(object) ? objectId(namespace, name) : undefined;
  };
}

/**
 * Whether the engine made an object: it is among those who gave it fields, or nobody gave it any, as
 * of a ServiceAccount that is but a name.
 */
function isEngines(object: Properties): boolean {
  const managers = asArray(asObject(object["metadata"])["managedFields"]).map(
    (entry) => asString(asObject(entry)["manager"]) ?? "",
  );
  return managers.length === 0 || managers.some((manager) => manager.startsWith("pulumi"));
}

/** Inputs as the state holds them. Encrypted ones are objects, which are no names and so no match. */
function plain(inputs: RecordedState["inputs"]): Properties {
  return (inputs ?? {}) as Properties;
}

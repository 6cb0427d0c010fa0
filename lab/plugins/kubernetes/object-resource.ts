import { driftedInputs } from "../shared/drift";
import { InitError, PluginError, messageOf } from "../shared/errors";
import type { Call, Difference, Found } from "../shared/plugin";
import { redact } from "../shared/redact";
import { asObject, asString, at, hasUnknown } from "../shared/values";
import type { Bag, Properties } from "../shared/values";
import type { Api, KubeObject, Ref } from "./api";
import { UnreachableError } from "./client";
import type { ApiError } from "./client";
import type { ClusterResource } from "./cluster-resource";
import { DryRun, isImmutable } from "./dry-run";
import {
  forcesPatch,
  idOf,
  identityOf,
  importedInputs,
  isForeign,
  isPatch,
  managerOf,
  manifestOf,
  parseId,
  secretFields,
  stateOf,
} from "./objects";
import type { KubernetesConfig } from "./provider-config";
import { compareObjects, mustDeleteFirst } from "./replace";
import { WaitError, titleOf, waitUntilGone, waitUntilReady } from "./wait";
import type { WaitOptions } from "./wait";
import { annotatedTimeout, skipsAwait, waitCheck } from "./wait-for";

/** How long to wait for an object if nothing else says; the official provider's default, in ms. */
const TIMEOUT = 600_000;

/**
 * Kinds whose deletion must go through their pods, so that none is left when it is done. The rest
 * goes in the background: in the foreground each object would wait for the garbage collector, which
 * looks for new kinds every 30 s only.
 */
const OWNERS = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
]);

/** Any object of the Kubernetes API, and `*Patch` resources: single fields of someone's object. */
export class ObjectResource implements ClusterResource {
  private readonly dryRun: DryRun;

  constructor(
    private readonly api: Api,
    private readonly config: KubernetesConfig,
  ) {
    this.dryRun = new DryRun(api);
  }

  /**
   * Compares inputs; what the rules let pass is tried as a dry run, as a field that is immutable in
   * the API alone (a custom resource's rule, a webhook's) is told only there.
   */
  async diff(call: Call, oldInputs: Bag, olds: Bag, news: Bag): Promise<Difference> {
    const patch = isPatch(call.type, news.values);
    const { mutability } = this.config;
    const { changes, replaces } = compareObjects(oldInputs.values, news.values, mutability, patch);
    const certain = replaces.length > 0 || patch || hasUnknown(news.values);
    const refusal = certain ? undefined : await this.tryUpdate(call, olds, news);
    const all =
      refusal && isImmutable(refusal)
        ? changes.filter(({ path }) => path[0] !== "metadata")
        : replaces;
    const deleteBeforeReplace = all.length > 0 && mustDeleteFirst(oldInputs.values, news.values);
    return { changes, replaces: all, deleteBeforeReplace };
  }

  async create(call: Call, inputs: Bag, timeout?: number) {
    return guarded(inputs, async () => {
      const ref = await this.refOf(call, inputs.values);
      const manager = managerOf(call.urn, inputs.values);
      const patch = isPatch(call.type, inputs.values);
      let existing = await this.api.get(ref, { signal: call.signal });
      if (existing && !patch && asObject(existing["metadata"])["deletionTimestamp"] !== undefined) {
        const uid = uidOf(existing);
        await waitUntilGone(this.api, ref, uid, patience(call, inputs, timeout));
        existing = undefined;
      }
      if (patch && !existing) {
        throw new PluginError(`${titleOf(ref)}: does not exist, so it cannot be patched`);
      }
      const manifest = manifestOf(call.type, inputs.values, ref);
      if (existing && !patch && !this.config.upsert && isForeign(existing, manifest, manager)) {
        throw new PluginError(
          `${titleOf(ref)}: already exists and was not made by this resource; import it, delete it, or use a Patch resource`,
        );
      }
      const outputs = await this.applyAndWait(call, ref, inputs, manager, timeout);
      return { id: idOf(ref.namespace, ref.name), outputs };
    });
  }

  async read(call: Call, id: string, known?: { inputs: Bag; outputs: Bag }) {
    const inputs = known?.inputs ?? { values: {}, secrets: [] };
    const { apiVersion, kind } = identityOf(call.type, inputs.values);
    const { namespace, name } = parseId(id);
    try {
      // A kind that is not served any more took its objects along.
      const found = await this.api.findKind(apiVersion, kind);
      if (!found) return undefined;
      const ref = { kind: found, namespace: namespace || this.config.namespace, name };
      const object = await this.api.get(ref);
      return object && foundOf(call, id, object, inputs, known?.outputs);
    } catch (error) {
      if (error instanceof UnreachableError && this.config.deleteUnreachable) return undefined;
      throw error;
    }
  }

  async previewUpdate(call: Call, _id: string, olds: Bag, news: Bag): Promise<Bag> {
    const refusal = await this.tryUpdate(call, olds, news);
    if (refusal) throw new PluginError(redact(refusal.message, news));
    const values = { ...olds.values, ...news.values };
    return { values, secrets: [...olds.secrets, ...news.secrets] };
  }

  async update(call: Call, _id: string, olds: Bag, news: Bag, timeout?: number): Promise<Bag> {
    return guarded(news, async () => {
      const ref = await this.refOf(call, news.values);
      const manager = managerOf(call.urn, news.values, olds.values);
      return this.applyAndWait(call, ref, news, manager, timeout);
    });
  }

  async delete(call: Call, id: string, outputs: Bag, inputs: Bag, timeout?: number): Promise<void> {
    const { apiVersion, kind } = identityOf(call.type, outputs.values);
    const { namespace, name } = parseId(id);
    try {
      const found = await this.api.findKind(apiVersion, kind);
      if (!found) return;
      const ref = { kind: found, namespace: found.namespaced ? namespace || "default" : "", name };
      if (isPatch(call.type, outputs.values)) return await this.relinquish(call, ref, outputs);
      const gone = await this.api.delete(ref, propagationOf(kind, outputs.values));
      if (gone || skipsAwait(outputs.values)) return;
      const uid = asString(at(outputs.values, ["metadata", "uid"]));
      await waitUntilGone(this.api, ref, uid, patience(call, inputs, timeout));
    } catch (error) {
      if (error instanceof UnreachableError && this.config.deleteUnreachable) return;
      throw error;
    }
  }

  private async applyAndWait(
    call: Call,
    ref: Ref,
    inputs: Bag,
    manager: string,
    timeout?: number,
  ): Promise<Bag> {
    const manifest = manifestOf(call.type, inputs.values, ref);
    // Before the apply, so that an annotation that is not understood changes nothing.
    const check = isPatch(call.type, inputs.values) ? undefined : waitCheck(inputs.values);
    const force = this.config.force || forcesPatch(inputs.values);
    const applied = await this.api.apply(ref, manifest, { manager, force, signal: call.signal });
    if (!check) return stateOf(applied, manager, inputs);
    try {
      const options = patience(call, inputs, timeout);
      const ready = await waitUntilReady(this.api, ref, applied, check, options);
      return stateOf(ready, manager, inputs);
    } catch (error) {
      const last = error instanceof WaitError ? error.object : applied;
      const reasons = [redact(messageOf(error), inputs)];
      const id = idOf(ref.namespace, ref.name);
      throw new InitError(id, stateOf(last, manager, inputs), inputs, reasons);
    }
  }

  /** Gives up the fields that a Patch resource owned; the object stays. */
  private async relinquish(call: Call, ref: Ref, outputs: Bag): Promise<void> {
    if (!(await this.api.get(ref))) return;
    const manager = managerOf(call.urn, outputs.values, outputs.values);
    const { apiVersion, kind, name } = { ...ref.kind, name: ref.name };
    const metadata = ref.namespace === "" ? { name } : { name, namespace: ref.namespace };
    await this.api.apply(ref, { apiVersion, kind, metadata }, { manager });
  }

  private tryUpdate(call: Call, olds: Bag, news: Bag): Promise<ApiError | undefined> {
    return this.dryRun.refusal(
      identityOf(call.type, news.values),
      (kind) => this.refIn(kind, news.values),
      (ref) => manifestOf(call.type, news.values, ref),
      {
        manager: managerOf(call.urn, news.values, olds.values),
        force: this.config.force || forcesPatch(news.values),
      },
    );
  }

  private async refOf(call: Call, inputs: Properties): Promise<Ref> {
    const { apiVersion, kind } = identityOf(call.type, inputs);
    return this.refIn(await this.api.kind(apiVersion, kind, call.signal), inputs);
  }

  private refIn(kind: Ref["kind"], inputs: Properties): Ref {
    const metadata = asObject(inputs["metadata"]);
    const name = asString(metadata["name"]);
    if (name === undefined) {
      throw new PluginError(
        `${kind.kind}: metadata.name is missing (generateName is not supported)`,
      );
    }
    const namespace = asString(metadata["namespace"]) || this.config.namespace;
    return { kind, namespace: kind.namespaced ? namespace : "", name };
  }
}

function patience(call: Call, inputs: Bag, timeout?: number): WaitOptions {
  return { ...call, timeout: timeout ?? annotatedTimeout(inputs.values) ?? TIMEOUT };
}

/** What a read found, with the inputs that would make it so. */
function foundOf(call: Call, id: string, object: KubeObject, inputs: Bag, outputs?: Bag): Found {
  const manager = managerOf(call.urn, inputs.values, outputs?.values);
  if (!outputs) {
    const values = importedInputs(object);
    const imported = { values, secrets: secretFields(values) };
    return { id, outputs: stateOf(object, manager, imported), inputs: imported };
  }
  const now = stateOf(object, manager, inputs);
  const values = driftedInputs(inputs.values, outputs.values, now.values) as Properties;
  return { id, outputs: now, inputs: { values, secrets: inputs.secrets } };
}

function propagationOf(kind: string, outputs: Properties): string {
  const annotations = asObject(at(outputs, ["metadata", "annotations"]));
  const asked = asString(annotations["pulumi.com/deletionPropagationPolicy"])?.toLowerCase();
  const named = ["Background", "Foreground", "Orphan"].find(
    (policy) => policy.toLowerCase() === asked,
  );
  return named ?? (OWNERS.has(kind) ? "Foreground" : "Background");
}

function uidOf(object: KubeObject): string | undefined {
  return asString(asObject(object["metadata"])["uid"]);
}

/** Keeps secret inputs out of whatever message an operation fails with. */
async function guarded<T>(inputs: Bag, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InitError) throw error;
    throw new PluginError(redact(messageOf(error), inputs));
  }
}

import { PluginError } from "../shared/errors";
import { asArray, asObject, asString, textOf } from "../shared/values";
import type { Properties } from "../shared/values";
import type { Api, KubeObject, Ref } from "./api";
import { crdsOf, disownCrd, mergeCrd, objectsOf, otherOwners } from "./chart-objects";
import type { ReleaseName } from "./chart-objects";
import type { ChartDeclaration } from "./charts";
import { idOf, parseId } from "./objects";
import { checkFor } from "./ready";
import { titleOf, waitUntilGone, waitUntilReady } from "./wait";
import type { WaitOptions } from "./wait";

/** What an install made. */
export interface Installed {
  /** Ids by kind, in the form of the official provider's `resourceNames`. */
  readonly names: Record<string, string[]>;
  /** What can be waited for. */
  readonly objects: readonly { readonly ref: Ref; readonly object: KubeObject }[];
}

/** How a release is installed. */
export interface InstallOptions {
  readonly manager: string;
  readonly crds: boolean;
  readonly createNamespace: boolean;
}

const CRD = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };

/** Brings what a chart's declaration says into the cluster and takes it away. Every step can be repeated. */
export class ReleaseInstaller {
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly api: Api) {}

  /** Applies the namespace if asked for, the CRDs until they are served, then the rest. */
  async apply(
    release: ReleaseName,
    declaration: ChartDeclaration,
    options: InstallOptions,
    patience: WaitOptions,
  ): Promise<Installed> {
    const { manager } = options;
    if (options.createNamespace) await this.createNamespace(release.namespace, manager);
    const names: Record<string, string[]> = {};
    const crds = options.crds ? crdsOf(declaration) : [];
    await Promise.all(
      crds.map(async (crd) => {
        const ref = await this.refOf(crd);
        const applied = await this.inTurn(ref.name, async () => {
          const merged = mergeCrd(crd, await this.api.get(ref), release);
          return this.api.apply(ref, merged, { manager, force: true });
        });
        const check = checkFor(applied);
        if (check) await waitUntilReady(this.api, ref, applied, check, patience);
      }),
    );
    const rest = await Promise.all(
      objectsOf(release, declaration).map(async (object) => {
        const ref = await this.refOf(object);
        await this.refuseForeign(ref, release);
        return { ref, object: await this.api.apply(ref, object, { manager, force: true }) };
      }),
    );
    for (const object of [...crds, ...rest.map((item) => item.object)]) {
      (names[keyOf(object)] ??= []).push(idOf(namespaceOf(object), nameOf(object)));
    }
    return { names, objects: rest };
  }

  /** Waits until all are ready; tells of all that are not, not only of the first. */
  async waitFor(objects: Installed["objects"], patience: WaitOptions): Promise<void> {
    const results = await Promise.allSettled(
      objects.map(async ({ ref, object }) => {
        const check = checkFor(object);
        return check ? waitUntilReady(this.api, ref, object, check, patience) : object;
      }),
    );
    const errors = results
      .filter((result) => result.status === "rejected")
      .map(({ reason }) => (reason instanceof Error ? reason.message : String(reason)));
    if (errors.length > 0) throw new PluginError(errors.join("; "));
  }

  /** Takes away what an earlier revision brought and this one does not. CRDs stay, as in Helm. */
  async prune(
    release: ReleaseName,
    before: Properties,
    now: Properties,
    patience: WaitOptions,
  ): Promise<void> {
    const gone: Record<string, string[]> = {};
    for (const [key, ids] of Object.entries(before)) {
      if (key.startsWith(CRD.kind)) continue;
      const kept = new Set(asArray(now[key]));
      gone[key] = asArray(ids)
        .filter((id) => !kept.has(id))
        .map(textOf);
    }
    await this.uninstall(release, gone, patience);
  }

  /** Takes away what a release brought; a CRD that another release needs stays. */
  async uninstall(release: ReleaseName, names: Properties, patience: WaitOptions): Promise<void> {
    const entries = Object.entries(names).flatMap(([key, ids]) =>
      asArray(ids).map((id) => ({ ...parseKey(key), ...parseId(textOf(id)) })),
    );
    const isCrd = (entry: { kind: string }) => entry.kind === CRD.kind;
    const remove = async (entry: (typeof entries)[number]) => {
      const kind = await this.api.findKind(entry.apiVersion, entry.kind);
      if (!kind) return;
      const ref = { kind, namespace: entry.namespace, name: entry.name };
      if (isCrd(entry) && (await this.disown(ref, release))) return;
      await this.api.delete(ref, kind.apiVersion === "apps/v1" ? "Foreground" : "Background");
      await waitUntilGone(this.api, ref, undefined, patience);
    };
    await Promise.all(entries.filter((entry) => !isCrd(entry)).map(remove));
    await Promise.all(entries.filter(isCrd).map(remove));
  }

  /** Lets one after the other at a CRD: releases that share it read, merge and write it. */
  private async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.turns.set(name, mine);
    return mine;
  }

  /** Leaves a CRD to the releases that also need it; false if there are none. */
  private async disown(ref: Ref, release: ReleaseName): Promise<boolean> {
    const crd = await this.api.get(ref);
    if (!crd || otherOwners(crd, release).length === 0) return false;
    await this.api.apply(ref, disownCrd(crd, release), {
      manager: "hearth-lab-releases",
      force: true,
    });
    return true;
  }

  private async createNamespace(name: string, manager: string): Promise<void> {
    const kind = await this.api.kind("v1", "Namespace");
    const ref = { kind, namespace: "", name };
    if (await this.api.get(ref)) return;
    await this.api.apply(
      ref,
      { apiVersion: "v1", kind: "Namespace", metadata: { name } },
      { manager },
    );
  }

  /** Helm, too, takes over nothing that does not carry the release's annotations. */
  private async refuseForeign(ref: Ref, release: ReleaseName): Promise<void> {
    const existing = await this.api.get(ref);
    if (!existing) return;
    const annotations = asObject(asObject(existing["metadata"])["annotations"]);
    const own =
      annotations["meta.helm.sh/release-name"] === release.name &&
      annotations["meta.helm.sh/release-namespace"] === release.namespace;
    if (!own) {
      throw new PluginError(
        `release ${release.namespace}/${release.name}: ${titleOf(ref)} exists and belongs to something else`,
      );
    }
  }

  private async refOf(object: KubeObject): Promise<Ref> {
    const apiVersion = asString(object["apiVersion"]) ?? "";
    const kind = await this.api.kind(apiVersion, asString(object["kind"]) ?? "");
    return { kind, namespace: namespaceOf(object), name: nameOf(object) };
  }
}

/** `Deployment.apps/apps/v1`, `Service/v1`. */
function keyOf(object: KubeObject): string {
  const apiVersion = asString(object["apiVersion"]) ?? "";
  const [group, version] = apiVersion.split("/");
  const suffix = version === undefined ? "" : `.${group}`;
  return `${asString(object["kind"]) ?? ""}${suffix}/${apiVersion}`;
}

function parseKey(key: string): { kind: string; apiVersion: string } {
  const slash = key.indexOf("/");
  return { kind: key.slice(0, slash).split(".")[0] ?? "", apiVersion: key.slice(slash + 1) };
}

function nameOf(object: KubeObject): string {
  return asString(asObject(object["metadata"])["name"]) ?? "";
}

function namespaceOf(object: KubeObject): string {
  return asString(asObject(object["metadata"])["namespace"]) ?? "";
}

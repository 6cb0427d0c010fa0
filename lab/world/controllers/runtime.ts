/**
 * The watch and reconcile loop that the stand-in controllers share: one cache and one watch a
 * kind, whoever uses it; one work queue a handler, with retry.
 *
 * A kind that a CustomResourceDefinition brings is watched as soon as the definition is
 * established, in the version that it stores.
 */
import { ApiError, type KubeClient, type KubeObject, type Resource } from "../../kubernetes/client";
import { isTrue } from "./conditions";
import { core, type Kind } from "./kinds";
import { contains } from "./objects";
import { pause } from "./pause";
import { Queue, type Reconcile } from "./queue";
import { Store } from "./store";

/** One stand-in. */
export interface Controller {
  readonly name: string;
  /** Begins to watch; called once. */
  start(runtime: Runtime): void;
}

/** Versions of the groups that need no definition. */
const builtIn: Readonly<Record<string, string>> = {
  "": "v1",
  apps: "v1",
  batch: "v1",
  "apiextensions.k8s.io": "v1",
  "discovery.k8s.io": "v1",
  "storage.k8s.io": "v1",
  "rbac.authorization.k8s.io": "v1",
};

const idOf = (kind: Kind): string => `${kind.plural}.${kind.group}`;

/** What every stand-in works with: the caches, the queues and a client of the API. */
export class Runtime {
  private readonly stores = new Map<string, { readonly kind: Kind; readonly store: Store }>();
  private readonly queues = new Set<Queue>();
  private readonly stopped = new AbortController();

  /**
   * @param onError hears of every failed reconciliation, which is tried again
   */
  constructor(
    readonly client: KubeClient,
    private readonly onError: (controller: string, error: Error) => void = () => undefined,
  ) {
    this.store(core.definitions);
  }

  /** The cache of a kind, which begins to fill with the first call. */
  store(kind: Kind): Store {
    const id = idOf(kind);
    const known = this.stores.get(id);
    if (known !== undefined) return known.store;
    const store = new Store();
    this.stores.set(id, { kind, store });
    void this.reflect(kind, store);
    return store;
  }

  /** The resource of a kind that is known to exist. */
  resource(kind: Kind): Resource {
    const version = builtIn[kind.group] ?? this.definedVersion(kind);
    if (version === undefined) throw new Error(`${idOf(kind)} does not exist yet`);
    return { ...kind, version };
  }

  /**
   * Calls `reconcile` for each object of the kind now, whenever it changes, and when it goes.
   *
   * @param parallel for how many objects at once; only where they do not concern one another
   */
  on(controller: string, kind: Kind, reconcile: Reconcile, parallel = 1): Queue {
    const store = this.store(kind);
    const onError = (error: Error) => this.onError(controller, error);
    const queue = new Queue(store, reconcile, onError, parallel);
    this.queues.add(queue);
    store.onChange((object, deleted) => queue.add(object, deleted));
    for (const object of store.all()) queue.add(object, false);
    return queue;
  }

  /** Has `queue` look at all its objects again whenever something of `kind` changes. */
  requeue(kind: Kind, queue: Queue, matters: (object: KubeObject) => boolean = () => true): void {
    this.store(kind).onChange((object) => {
      if (matters(object)) queue.addAll();
    });
  }

  /** Writes a status, unless the object has it already. */
  async status(kind: Kind, object: KubeObject, status: object): Promise<void> {
    if (contains(object.status, status)) return;
    await this.client.patchStatus(this.resource(kind), object, status);
  }

  /** Server-side apply of an object that this controller owns. */
  async apply(kind: Kind, object: KubeObject): Promise<KubeObject> {
    return this.client.apply(this.resource(kind), object);
  }

  /** Whether the caches of all kinds that exist hold what there is. */
  get synced(): boolean {
    if (!this.store(core.definitions).listed) return false;
    return [...this.stores.values()].every(({ kind, store }) => store.listed || !this.exists(kind));
  }

  /** Ends all watches and queues. */
  stop(): void {
    this.stopped.abort();
    for (const queue of this.queues) queue.stop();
    this.client.close();
  }

  private exists(kind: Kind): boolean {
    return builtIn[kind.group] !== undefined || this.definedVersion(kind) !== undefined;
  }

  private definedVersion(kind: Kind): string | undefined {
    const definition = this.store(core.definitions).get(idOf(kind));
    if (definition === undefined || !isTrue(definition, "Established")) return undefined;
    const { versions } = definition.spec as {
      versions: { name: string; served: boolean; storage: boolean }[];
    };
    const served = versions.filter(({ served }) => served);
    return (served.find(({ storage }) => storage) ?? served[0])?.name;
  }

  /** Waits until the kind exists. False when the runtime stopped first. */
  private async existing(kind: Kind): Promise<boolean> {
    if (this.exists(kind)) return true;
    const { signal } = this.stopped;
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      this.store(core.definitions).onChange(() => {
        if (this.definedVersion(kind) !== undefined) resolve();
      });
    });
    return !signal.aborted;
  }

  private async reflect(kind: Kind, store: Store): Promise<void> {
    const { signal } = this.stopped;
    while (await this.existing(kind)) {
      try {
        const resource = this.resource(kind);
        const { items, resourceVersion } = await this.client.list(resource);
        if (signal.aborted) return;
        store.replace(items);
        let from = resourceVersion;
        // The server ends a watch after some minutes; go on from where it was.
        while (!signal.aborted) {
          await this.client.watch(resource, from, signal, ({ type, object }) => {
            from = object.metadata.resourceVersion ?? from;
            if (type === "DELETED") store.remove(object);
            else if (type !== "BOOKMARK") store.put(object);
          });
        }
      } catch (error) {
        if (signal.aborted) return;
        // The definition is gone, and with it every object of the kind.
        if (error instanceof ApiError && error.status === 404) store.replace([]);
        await pause(200, signal);
      }
      if (signal.aborted) return;
    }
  }
}

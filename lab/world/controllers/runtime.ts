/**
 * The watch and reconcile loop that the stand-in controllers share: one cache and one watch a
 * kind, whoever uses it; one work queue a handler, with retry.
 *
 * A kind that a CustomResourceDefinition brings is watched as soon as the definition is
 * established, in the version that it stores.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, type KubeClient, type KubeObject, type Resource } from "../../kubernetes/client";
import { isTrue } from "./conditions";

/** A kind by group and plural; its version is found. */
export interface Kind {
  readonly group: string;
  readonly plural: string;
}

/** Brings the world in line with one object. Called again, later, if it throws. */
export type Reconcile = (object: KubeObject, event: { readonly deleted: boolean }) => Promise<void>;

/** One stand-in. */
export interface Controller {
  readonly name: string;
  /** Begins to watch; called once. */
  start(runtime: Runtime): void;
}

const builtIn: Readonly<Record<string, string>> = {
  "": "v1",
  apps: "v1",
  batch: "v1",
  "apiextensions.k8s.io": "v1",
  "discovery.k8s.io": "v1",
  "storage.k8s.io": "v1",
  "rbac.authorization.k8s.io": "v1",
};

const definitions: Kind = { group: "apiextensions.k8s.io", plural: "customresourcedefinitions" };
const idOf = (kind: Kind): string => `${kind.plural}.${kind.group}`;

/** `namespace/name`, or `name` of an object without a namespace. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The cached objects of a kind. Empty until its first list, and while the kind does not exist. */
export class Store {
  private readonly objects = new Map<string, KubeObject>();
  private readonly listeners: ((object: KubeObject, deleted: boolean) => void)[] = [];
  resource: Resource | undefined;

  get(name: string, namespace?: string): KubeObject | undefined {
    return this.objects.get(namespace === undefined ? name : `${namespace}/${name}`);
  }

  all(): KubeObject[] {
    return [...this.objects.values()];
  }

  onChange(listener: (object: KubeObject, deleted: boolean) => void): void {
    this.listeners.push(listener);
  }

  /** What a list answered: whatever is not in it is gone. */
  replace(items: readonly KubeObject[]): void {
    const now = new Set(items.map(keyOf));
    for (const object of this.all()) if (!now.has(keyOf(object))) this.remove(object);
    for (const object of items) this.put(object);
  }

  put(object: KubeObject): void {
    const before = this.objects.get(keyOf(object));
    if (before?.metadata.resourceVersion === object.metadata.resourceVersion && before) return;
    this.objects.set(keyOf(object), object);
    for (const listener of this.listeners) listener(object, false);
  }

  remove(object: KubeObject): void {
    if (!this.objects.delete(keyOf(object))) return;
    for (const listener of this.listeners) listener(object, true);
  }
}

export class Runtime {
  private readonly stores = new Map<string, Store>();
  private readonly queues = new Set<Queue>();
  private readonly stopped = new AbortController();

  /**
   * @param onError hears of every failed reconciliation, which is tried again
   */
  constructor(
    readonly client: KubeClient,
    private readonly onError: (controller: string, error: Error) => void = () => undefined,
  ) {
    this.store(definitions);
  }

  /** The cache of a kind, which begins to fill with the first call. */
  store(kind: Kind): Store {
    const id = idOf(kind);
    let store = this.stores.get(id);
    if (store === undefined) {
      store = new Store();
      this.stores.set(id, store);
      void this.reflect(kind, store);
    }
    return store;
  }

  /** The resource of a kind that is known to exist. */
  resource(kind: Kind): Resource {
    const version = builtIn[kind.group] ?? this.definedVersion(kind);
    if (version === undefined) throw new Error(`${idOf(kind)} does not exist yet`);
    return { ...kind, version };
  }

  /** Calls `reconcile` for each object of the kind now, whenever it changes, and when it goes. */
  on(controller: string, kind: Kind, reconcile: Reconcile): Queue {
    const store = this.store(kind);
    const queue = new Queue(store, reconcile, (error) => this.onError(controller, error));
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

  /** Ends all watches and queues. */
  stop(): void {
    this.stopped.abort();
    for (const queue of this.queues) queue.stop();
    this.client.close();
  }

  private definedVersion(kind: Kind): string | undefined {
    const definition = this.store(definitions).get(idOf(kind));
    if (definition === undefined || !isTrue(definition, "Established")) return undefined;
    const { versions } = definition.spec as {
      versions: { name: string; served: boolean; storage: boolean }[];
    };
    const served = versions.filter(({ served }) => served);
    return (served.find(({ storage }) => storage) ?? served[0])?.name;
  }

  /** Waits until the kind exists. False when the runtime stopped first. */
  private async existing(kind: Kind): Promise<boolean> {
    if (builtIn[kind.group] !== undefined || this.definedVersion(kind) !== undefined) return true;
    const { signal } = this.stopped;
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      this.store(definitions).onChange(() => {
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
        store.resource = resource;
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

/** Objects waiting for their reconciliation; each at most once, one at a time. */
export class Queue {
  private readonly waiting = new Map<string, { object: KubeObject; deleted: boolean }>();
  private readonly failures = new Map<string, number>();
  private readonly stopped = new AbortController();
  private busy = false;

  constructor(
    private readonly store: Store,
    private readonly reconcile: Reconcile,
    private readonly onError: (error: Error) => void,
  ) {}

  add(object: KubeObject, deleted: boolean): void {
    this.waiting.set(keyOf(object), { object, deleted });
    void this.work();
  }

  addAll(): void {
    for (const object of this.store.all()) this.add(object, false);
  }

  stop(): void {
    this.stopped.abort();
    this.waiting.clear();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.take(); next !== undefined; next = this.take()) {
      const { key, object, deleted } = next;
      try {
        await this.reconcile(object, { deleted });
        this.failures.delete(key);
      } catch (error) {
        if (this.stopped.signal.aborted) break;
        this.onError(error as Error);
        void this.retry(key, object, deleted);
      }
    }
    this.busy = false;
  }

  private take(): { key: string; object: KubeObject; deleted: boolean } | undefined {
    for (const [key, entry] of this.waiting) {
      this.waiting.delete(key);
      return { key, ...entry };
    }
    return undefined;
  }

  private async retry(key: string, object: KubeObject, deleted: boolean): Promise<void> {
    const count = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, count);
    await pause(Math.min(50 * 2 ** count, 5_000), this.stopped.signal);
    if (this.stopped.signal.aborted || this.waiting.has(key)) return;
    const { name, namespace } = object.metadata;
    const current = this.store.get(name, namespace);
    if (current !== undefined) this.add(current, false);
    else if (deleted) this.add(object, true);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Whether `actual` has all that `wanted` has: objects by field, all else by value. */
export function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((each, index) => contains(actual[index], each))
    );
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof actual !== "object" || actual === null) return false;
    const fields = actual as Record<string, unknown>;
    return Object.entries(wanted).every(([name, value]) => contains(fields[name], value));
  }
  return actual === wanted;
}

/** Marks `child` as deleted together with `owner`. */
export function ownedBy(owner: KubeObject): NonNullable<KubeObject["metadata"]["ownerReferences"]> {
  const { apiVersion, kind, metadata } = owner;
  return [
    {
      apiVersion: apiVersion ?? "",
      kind: kind ?? "",
      name: metadata.name,
      uid: metadata.uid ?? "",
    },
  ];
}

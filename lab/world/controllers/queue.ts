import type { KubeObject } from "../../kubernetes/client";
import { keyOf } from "./objects";
import { pause } from "./pause";
import type { Store } from "./store";

/** Brings the world in line with one object. Called again, later, if it throws. */
export type Reconcile = (object: KubeObject, event: { readonly deleted: boolean }) => Promise<void>;

/** An object that waits, by its key. */
interface Entry {
  readonly key: string;
  readonly object: KubeObject;
  readonly deleted: boolean;
}

/** Objects waiting for their reconciliation; each at most once, and one after the other or several. */
export class Queue {
  private readonly waiting = new Map<string, { object: KubeObject; deleted: boolean }>();
  private readonly failures = new Map<string, number>();
  private readonly stopped = new AbortController();
  /** Keys of the objects that are worked on. */
  private readonly busy = new Set<string>();

  /**
   * @param parallel how many objects may be worked on at once; an object never twice at once
   */
  constructor(
    private readonly store: Store,
    private readonly reconcile: Reconcile,
    private readonly onError: (error: Error) => void,
    private readonly parallel = 1,
  ) {}

  add(object: KubeObject, deleted: boolean): void {
    this.waiting.set(keyOf(object), { object, deleted });
    this.work();
  }

  addAll(): void {
    for (const object of this.store.all()) this.add(object, false);
  }

  stop(): void {
    this.stopped.abort();
    this.waiting.clear();
  }

  private work(): void {
    while (this.busy.size < this.parallel) {
      const next = this.take();
      if (next === undefined) return;
      this.busy.add(next.key);
      void this.reconciled(next).finally(() => {
        this.busy.delete(next.key);
        this.work();
      });
    }
  }

  /** Never rejects. */
  private async reconciled({ key, object, deleted }: Entry): Promise<void> {
    try {
      await this.reconcile(object, { deleted });
      this.failures.delete(key);
    } catch (error) {
      if (this.stopped.signal.aborted) return;
      this.onError(error as Error);
      void this.retry(key, object, deleted);
    }
  }

  /** The one that waits the longest of those that nobody works on. */
  private take(): Entry | undefined {
    for (const [key, entry] of this.waiting) {
      if (this.busy.has(key)) continue;
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

import type { KubeObject } from "../../kubernetes/client";
import { keyOf } from "./objects";
import { pause } from "./pause";
import type { Store } from "./store";

/** Brings the world in line with one object. Called again, later, if it throws. */
export type Reconcile = (object: KubeObject, event: { readonly deleted: boolean }) => Promise<void>;

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

import type { KubeObject } from "../../kubernetes/client";
import { keyOf } from "./objects";

/** The cached objects of a kind. Empty until its first list, and while the kind does not exist. */
export class Store {
  private readonly objects = new Map<string, KubeObject>();
  private readonly listeners: ((object: KubeObject, deleted: boolean) => void)[] = [];
  private complete = false;

  /** Whether it holds all that there is, which it does from its first list on. */
  get listed(): boolean {
    return this.complete;
  }

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
    this.complete = true;
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

import { setTimeout as sleep } from "node:timers/promises";
import { asArray, asObject, asString, textOf } from "../shared/values";
import type { Api, KubeObject, Ref } from "./api";
import type { Check } from "./ready";

/** A wait that came to no good end; what was seen last goes along. */
export class WaitError extends Error {
  constructor(
    message: string,
    readonly object: KubeObject,
  ) {
    super(message);
  }
}

/** How long to wait, who may stop it, and who is told. */
export interface WaitOptions {
  /** In ms. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly status: (message: string) => void;
}

/** How soon to look again without an event: what depends on other objects, and what does not. */
const POLL_OTHERS = 500;
const POLL = 10_000;

/**
 * Looks at an object until the check is content: at once after each change that a watch reports,
 * and now and then for what a watch does not show.
 *
 * @returns the object as it is then.
 * @throws WaitError when the check gives up, the time is over or the operation is cancelled.
 */
export async function waitUntilReady(
  api: Api,
  ref: Ref,
  object: KubeObject,
  check: Check,
  options: WaitOptions,
): Promise<KubeObject> {
  const title = titleOf(ref);
  const deadline = Date.now() + options.timeout;
  let last = object;
  for (let first = true; ; first = false) {
    const verdict = await check(last, api);
    if (verdict.state === "ready") return last;
    if (verdict.state === "failed") throw new WaitError(`${title}: ${verdict.why}`, last);
    if (options.signal.aborted) {
      throw new WaitError(`${title}: cancelled while waiting for ${verdict.for}`, last);
    }
    const left = deadline - Date.now();
    if (left <= 0) {
      const seconds = Math.round(options.timeout / 1000);
      throw new WaitError(`${title}: still waiting for ${verdict.for} after ${seconds} s`, last);
    }
    options.status(`waiting for ${verdict.for}`);
    // The object may have changed between the apply and now, so the first look again is at once.
    if (!first) {
      const poll = Math.min(left, verdict.onOthers ? POLL_OTHERS : POLL);
      await nextChange(api, ref, last, poll, options.signal);
    }
    const seen = await api.get(ref);
    if (!seen) throw new WaitError(`${title}: was deleted while waiting for ${verdict.for}`, last);
    last = seen;
  }
}

/**
 * Waits until an object is gone, or another one has taken its name.
 *
 * @throws WaitError that names the finalizers and conditions that hold it.
 */
export async function waitUntilGone(
  api: Api,
  ref: Ref,
  uid: string | undefined,
  options: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + options.timeout;
  for (;;) {
    const object = await api.get(ref);
    const metadata = asObject(object?.["metadata"]);
    if (!object || (uid !== undefined && metadata["uid"] !== uid)) return;
    const held = `it is held by ${holdersOf(object)}`;
    if (options.signal.aborted) {
      throw new WaitError(`${titleOf(ref)}: cancelled while being deleted: ${held}`, object);
    }
    const left = deadline - Date.now();
    if (left <= 0) {
      const seconds = Math.round(options.timeout / 1000);
      throw new WaitError(`${titleOf(ref)}: not gone after ${seconds} s: ${held}`, object);
    }
    options.status(`waiting for deletion: ${held}`);
    await nextChange(api, ref, object, Math.min(left, POLL), options.signal);
  }
}

/** An object's kind and name, for messages. */
export function titleOf({ kind, namespace, name }: Ref): string {
  return `${kind.kind} ${kind.namespaced ? `${namespace}/` : ""}${name}`;
}

/** Resolves at the object's next change, after the time, or when the operation is cancelled. */
async function nextChange(
  api: Api,
  ref: Ref,
  object: KubeObject,
  within: number,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const stop = () => done.abort();
  signal.addEventListener("abort", stop, { once: true });
  const version = asString(asObject(object["metadata"])["resourceVersion"]) ?? "";
  const timer = sleep(within, undefined, { signal: done.signal }).catch(() => undefined);
  // A watch that ends at once (an old version, an API that is away) must not turn this into a spin.
  const watch = api
    .watch(ref, version, stop, done.signal)
    .then(() => sleep(Math.min(within, POLL_OTHERS), undefined, { signal: done.signal }))
    .catch(() => undefined);
  await Promise.race([timer, watch]);
  stop();
  signal.removeEventListener("abort", stop);
}

function holdersOf(object: KubeObject): string {
  const metadata = asObject(object["metadata"]);
  const finalizers = [
    ...asArray(metadata["finalizers"]),
    ...asArray(asObject(object["spec"])["finalizers"]),
  ].map(textOf);
  const content = asArray(asObject(object["status"])["conditions"])
    .map(asObject)
    .filter((item) => item["status"] === "True" && /Remaining|Failure/.test(textOf(item["type"])))
    .map((item) => textOf(item["message"]));
  const holders = [...finalizers.map((name) => `finalizer ${name}`), ...content];
  return holders.length > 0 ? holders.join("; ") : "its own grace period";
}

import { setTimeout as sleep } from "node:timers/promises";

/** Waits, at most until `signal` aborts; keeps no process alive. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

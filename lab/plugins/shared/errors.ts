import type { Bag } from "./values";

/** An error that its reader can act on: it reaches the terminal as its message alone. */
export class PluginError extends Error {}

/**
 * The object exists but did not become ready. The engine keeps it in the state with the reasons,
 * and tries an update the next time instead of making a second one.
 */
export class InitError extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Bag,
    readonly inputs: Bag,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

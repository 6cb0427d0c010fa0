import type { ClusterSpec } from "../../spec/cluster";
import { configKeys } from "../../spec/config-keys";
import { CANARY } from "./mock-world";
import { record } from "./record";
import type { Recording } from "./recording";

/**
 * Runs the very program of a stack offline. Config keys get made-up values, so none has to be set.
 */
export async function recordStack(stack: string, spec: ClusterSpec): Promise<Recording> {
  const keys = configKeys(spec).map(({ key }) => `hearth:${key}`);
  const main = require("../../index") as () => Promise<Record<string, unknown>>;
  return record(main, {
    stack,
    config: Object.fromEntries(keys.map((key) => [key, `${CANARY}-${key}`])),
    secretKeys: keys,
  });
}

import {
  formatSecretKeys,
  secretKeys,
  storeBootstrapKeys,
} from "../../components/secrets/secret-keys";
import { loadSpec } from "../../stacks";
import { parseStack } from "./command";

const USAGE = "npm run secrets -- <stack> [--json]";

/** Prints the keys that a stack needs in its secret store, and where each is used. No value is read. */
export function run(argv: readonly string[]): Promise<number> {
  const { stack, values } = parseStack(argv, USAGE, { json: { type: "boolean" } });
  const spec = loadSpec(stack);
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify(
          {
            stack,
            provider: spec.secretStore.provider,
            config: storeBootstrapKeys(spec),
            keys: secretKeys(spec),
          },
          null,
          2,
        )}\n`
      : formatSecretKeys(spec),
  );
  return Promise.resolve(0);
}

import * as pulumi from "@pulumi/pulumi";
import { Platform } from "./components/platform";
import { readConfig } from "./config";
import { loadSpec } from "./stacks";

/**
 * The program: the stack's name decides which cluster is built.
 *
 * @returns the stack outputs
 * @throws RunError, which the CLI prints without a stack trace, where stack or config are wrong
 */
async function main(): Promise<Record<string, unknown>> {
  const spec = loadSpec(pulumi.getStack());
  const { endpoints, secrets } = readConfig(spec);
  return { ...new Platform(spec.name, { spec, endpoints, secrets }).outputs };
}

export = main;

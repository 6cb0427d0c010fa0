import * as pulumi from "@pulumi/pulumi";
import { Platform } from "./components/platform";
import { readConfig } from "./config";
import { UserError } from "./spec/report";
import { loadSpec } from "./stacks";

/**
 * The program: the stack's name decides which cluster is built.
 *
 * @returns the stack outputs
 * @throws RunError, which the engine prints without a stack trace, where stack or config are wrong
 */
async function main(): Promise<Record<string, unknown>> {
  try {
    const spec = loadSpec(pulumi.getStack());
    const { endpoints, secrets } = readConfig(spec);
    const { outputs } = await Platform.build(spec.name, { spec, endpoints, secrets });
    return { ...outputs };
  } catch (error) {
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}

export = main;

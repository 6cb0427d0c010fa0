import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "./spec/cluster";
import { configKeys, missingConfig } from "./spec/config-keys";
import { endpointOverrideSchema, endpointsOf, type Endpoints } from "./spec/endpoints";
import { formatProblem } from "./spec/report";
import { schemaProblems } from "./spec/schema-report";

/** What the program takes from Pulumi's config: secrets, and where a rehearsal's world is. */
export interface Configuration {
  readonly endpoints: Endpoints;
  /** Secret values by config key. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * The only reader of Pulumi's config.
 *
 * @throws RunError with one line for every key that is missing, each with the command that sets it
 */
export function readConfig(spec: ClusterSpec): Configuration {
  const config = new pulumi.Config();
  const keys = configKeys(spec);
  const missing = keys.filter(({ key }) => config.get(key) === undefined);
  if (missing.length > 0) {
    throw new pulumi.RunError(missingConfig(pulumi.getStack(), missing).join("\n"));
  }
  return {
    endpoints: readEndpoints(spec, config),
    secrets: Object.fromEntries(keys.map(({ key }) => [key, config.requireSecret(key)])),
  };
}

function readEndpoints(spec: ClusterSpec, config: pulumi.Config): Endpoints {
  const override = config.getObject("endpoints");
  if (override === undefined) return endpointsOf(spec);
  const parsed = endpointOverrideSchema.safeParse(override);
  if (parsed.success) return endpointsOf(spec, parsed.data);
  const problems = schemaProblems(parsed.error, endpointOverrideSchema, override, [
    "hearth:endpoints",
  ]);
  throw new pulumi.RunError(problems.map(formatProblem).join("\n"));
}

import type { ClusterSpec } from "../../spec/cluster";
import { endpointOverrideSchema, endpointsOf, type EndpointOverride } from "../../spec/endpoints";
import { formatProblem, UserError } from "../../spec/report";
import { schemaProblems } from "../../spec/schema-report";
import { checkAddresses } from "./addresses";
import type { Check } from "./check";
import { checkCloudflare } from "./cloudflare";
import { checkImages } from "./images";
import { checkConfig, checkMachine } from "./machine";
import { checkNodes } from "./nodes";
import type { World } from "./world";

/** What the checks are run with. */
export interface DoctorOptions {
  readonly stack: string;
  readonly spec: ClusterSpec;
  readonly world: World;
  /** Version of this Node.js. */
  readonly nodeVersion: string;
  /** Versions of the provider plugins by name. */
  readonly plugins: Readonly<Record<string, string>>;
  /** JSON in place of the config key `hearth:endpoints`. */
  readonly endpoints: string | undefined;
}

/** Everything that can be known before an `up`. Nothing is changed anywhere. */
export async function doctor(options: DoctorOptions): Promise<Check[]> {
  const { stack, spec, world, nodeVersion, plugins } = options;
  const machine = await checkMachine(world, nodeVersion, plugins);
  const { checks: config, values } = await checkConfig(world, stack, spec);
  const override = readOverride(options.endpoints ?? values.get("endpoints"));
  const [cloudflare, nodes] = await Promise.all([
    checkCloudflare(spec, values.get("cloudflareApiToken"), override.cloudflare),
    checkNodes(world, spec, endpointsOf(spec, override).nodes),
  ]);
  const addresses = await checkAddresses(world, spec, nodes.isNew);
  return [
    ...machine,
    ...config,
    ...checkImages(spec),
    ...cloudflare,
    ...nodes.checks,
    ...addresses,
  ];
}

function readOverride(text: string | undefined): EndpointOverride {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError([`hearth:endpoints: is not JSON; correct it, or remove it`]);
  }
  const parsed = endpointOverrideSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(
    schemaProblems(parsed.error, endpointOverrideSchema, value, ["hearth:endpoints"]).map(
      formatProblem,
    ),
  );
}

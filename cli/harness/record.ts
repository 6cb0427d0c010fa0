import * as pulumi from "@pulumi/pulumi";
import { mockCall, mockRead } from "./mock-world";
import { answerRegistrations } from "./offline-monitor";
import { layerOfType, STACK_TYPE, type RecordedResource, type Recording } from "./recording";
import { REDACTED } from "./redact";
import { withoutTraces } from "./traces";

/** What a run of the program is given. */
export interface RecordOptions {
  /** Name of the stack. */
  readonly stack: string;
  /** Plain and secret config values by full key, e.g. `hearth:cloudflareApiToken`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that are secret. */
  readonly secretKeys?: readonly string[];
  /** Whether the program sees a preview, in which outputs are unknown. @default false */
  readonly preview?: boolean;
}

const PROJECT = "hearth";

/**
 * Runs a program under Pulumi's mock monitor and records what it registers, with its edges.
 * No engine, account, key or network is used. One run at a time: the runtime is global.
 *
 * @param program the program; what it returns are the stack outputs
 * @throws what the program throws
 */
export async function record(
  program: () => Promise<Record<string, unknown>>,
  { stack, config = {}, secretKeys = [], preview = false }: RecordOptions,
): Promise<Recording> {
  await pulumi.runtime.setMocks({ newResource: mockRead, call: mockCall }, PROJECT, stack, preview);
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const resources: RecordedResource[] = [];
  const registered = new Map<string, Readonly<Record<string, unknown>>>();
  answerRegistrations(
    (resource) => resources.push(resource),
    (urn, values) => registered.set(urn, values),
  );
  const traceAgain = withoutTraces();
  const outputs: Record<string, unknown> = {};
  // The runtime would end the process on an error that leaves the program, so it is carried around it.
  const thrown: unknown[] = [];
  try {
    await pulumi.runtime.runInPulumiStack(async () => {
      try {
        Object.assign(outputs, await plain(await program()));
      } catch (error) {
        thrown.push(error);
      }
      return {};
    });
    await pulumi.runtime.disconnect();
  } finally {
    traceAgain();
  }
  if (thrown.length > 0) throw thrown[0];
  return { stack, resources: withLayers(withOutputs(resources, registered)), outputs };
}

/** Adds what components registered of themselves. */
function withOutputs(
  resources: readonly RecordedResource[],
  registered: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): RecordedResource[] {
  return resources.map((resource) => ({
    ...resource,
    outputs: resource.type === STACK_TYPE ? {} : (registered.get(resource.urn) ?? {}),
  }));
}

/** Sets each resource's layer from its nearest ancestor that names one. */
function withLayers(resources: readonly RecordedResource[]): RecordedResource[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const layerOf = (resource: RecordedResource | undefined): string => {
    if (resource === undefined || resource.type === STACK_TYPE) return "stack";
    const own = resource.component ? layerOfType(resource.type) : undefined;
    return own ?? layerOf(byUrn.get(resource.parent ?? ""));
  };
  return resources.map((resource) => ({ ...resource, layer: layerOf(resource) }));
}

/** Output values as plain data, with secrets redacted. */
async function plain(values: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(values).map(async ([key, value]) => {
    const output: pulumi.Output<unknown> = pulumi.output(value);
    if (await pulumi.isSecret(output)) return [key, REDACTED] as const;
    return [key, await new Promise<unknown>((resolve) => void output.apply(resolve))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

import * as pulumi from "@pulumi/pulumi";
import { mockCall, mockState } from "./mock-world";
import { layerOfType, STACK_TYPE, type RecordedResource, type Recording } from "./recording";
import { redact, REDACTED } from "./redact";
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
  await pulumi.runtime.setMocks(
    { newResource: mockState, call: mockCall },
    PROJECT,
    stack,
    preview,
  );
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const resources: RecordedResource[] = [];
  const registered = new Map<string, Readonly<Record<string, unknown>>>();
  const stop = tap(
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
    stop();
  }
  if (thrown.length > 0) throw thrown[0];
  return { stack, resources: withLayers(withOutputs(resources, registered)), outputs };
}

/** The part of a registration request that is read here. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getProvider(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
}
/** The part of a request that registers a component's outputs. */
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}
type RegisterOutputs = (request: OutputsRequest, callback: (error: unknown) => void) => unknown;
type Register = (
  request: RegisterRequest,
  callback: (error: unknown, response?: { getUrn(): string }) => void,
) => unknown;

/**
 * Wraps the monitor's registerResource, the only place where edges can be seen under mocks, and
 * registerResourceOutputs, where components say what they made.
 *
 * @returns a function that takes the wrappers off
 */
function tap(
  onResource: (resource: RecordedResource) => void,
  onOutputs: (urn: string, outputs: Readonly<Record<string, unknown>>) => void,
): () => void {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource: Register;
    registerResourceOutputs: RegisterOutputs;
  };
  const original = monitor.registerResource.bind(monitor);
  const originalOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    const values = redact(request.getOutputs()?.toJavaScript() ?? {});
    onOutputs(request.getUrn(), values as Record<string, unknown>);
    return originalOutputs(request, callback);
  };
  monitor.registerResource = (request, callback) =>
    original(request, (error, response) => {
      if (response !== undefined) onResource(read(request, response.getUrn()));
      callback(error, response);
    });
  return () => {
    monitor.registerResource = original;
    monitor.registerResourceOutputs = originalOutputs;
  };
}

function read(request: RegisterRequest, urn: string): RecordedResource {
  const provider = request.getProvider();
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() === "" ? null : request.getParent(),
    layer: "",
    dependsOn: [...new Set(request.getDependenciesList())].filter((one) => one !== urn).sort(),
    component: !request.getCustom(),
    inputs: redact(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
    outputs: {},
    provider: provider === "" ? undefined : provider,
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
  };
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

import * as pulumi from "@pulumi/pulumi";
import { idOf, outputsOf } from "./mock-world";
import type { RecordedResource } from "./recording";
import { redact } from "./redact";

/** Properties on the wire. */
interface Struct {
  toJavaScript(): Record<string, unknown>;
}

/** The part of a registration request that is read here. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): Struct | undefined;
  getDependenciesList(): string[];
  getProvider(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
}

/** The part of its answer that the runtime reads. */
interface RegisterResponse {
  getUrn(): string;
  getId(): string;
  getObject(): Struct;
  getPropertydependenciesMap(): undefined;
  getResult(): number;
}

/** The part of a request that registers a component's outputs. */
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct | undefined;
}

type Callback<T> = (error: null, response: T) => void;

/** The calls of a monitor that are answered here. */
interface Monitor {
  registerResource: (request: RegisterRequest, callback: Callback<RegisterResponse>) => void;
  registerResourceOutputs: (request: OutputsRequest, callback: Callback<object>) => void;
}

/** Result of an operation that the engine carried out. */
const SUCCESS = 0;

/**
 * Answers registrations in the place of Pulumi's mock monitor, which alone sees edges, and tells of
 * each. What a resource is given is its state, with the outputs that its type has here: as with the
 * mock monitor, but without its way through two further encodings of every property.
 */
export function answerRegistrations(
  onResource: (resource: RecordedResource) => void,
  onOutputs: (urn: string, outputs: Readonly<Record<string, unknown>>) => void,
): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  monitor.registerResource = (request, callback) => {
    const inputs = request.getObject()?.toJavaScript() ?? {};
    const resource = read(request, inputs);
    onResource(resource);
    const state = { ...inputs, ...outputsOf(resource.type) };
    callback(null, {
      getUrn: () => resource.urn,
      getId: () => idOf(resource.type, resource.name),
      getObject: () => ({ toJavaScript: () => state }),
      getPropertydependenciesMap: () => undefined,
      getResult: () => SUCCESS,
    });
  };
  monitor.registerResourceOutputs = (request, callback) => {
    const values = redact(request.getOutputs()?.toJavaScript() ?? {});
    onOutputs(request.getUrn(), values as Record<string, unknown>);
    callback(null, {});
  };
}

function read(
  request: RegisterRequest,
  inputs: Readonly<Record<string, unknown>>,
): RecordedResource {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const urn = urnOf(parent, type, name);
  const provider = request.getProvider();
  return {
    urn,
    type,
    name,
    parent: parent === "" ? null : parent,
    layer: "",
    dependsOn: [...new Set(request.getDependenciesList())].filter((one) => one !== urn).sort(),
    component: !request.getCustom(),
    inputs: redact(inputs) as Record<string, unknown>,
    outputs: {},
    provider: provider === "" ? undefined : provider,
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
  };
}

/** The URN of a resource, with the type of its parent and none above. */
function urnOf(parent: string, type: string, name: string): string {
  const parentType = parent.split("::")[2]?.split("$").at(-1);
  const types = parentType === undefined ? type : `${parentType}$${type}`;
  return ["urn:pulumi:" + pulumi.getStack(), pulumi.getProject(), types, name].join("::");
}

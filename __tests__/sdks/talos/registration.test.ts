import * as pulumi from "@pulumi/pulumi";
import type { CustomResource, CustomResourceOptions } from "@pulumi/pulumi";
import * as talos from "../../../sdks/talos";
import type { Facts } from "./schema";
import { functions, place, plugin, resources } from "./schema";

/** The part of the engine's request messages that says what a program asked for. */
interface Request {
  getType(): string;
  getName(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getAdditionalsecretoutputsList(): string[];
}
interface InvokeRequest {
  getTok(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
  getArgs(): { toJavaScript(): Record<string, unknown> };
}
interface Monitor {
  registerResource(request: Request, callback: unknown): unknown;
  invoke(request: InvokeRequest, callback: unknown): unknown;
}
type ResourceClass = (new (
  name: string,
  args: unknown,
  options?: CustomResourceOptions,
) => CustomResource) & {
  get(name: string, id: string, state?: unknown): CustomResource;
  isInstance(value: unknown): boolean;
};
type Invoke = (args: unknown, options?: pulumi.InvokeOptions) => unknown;

const secretMark = "4dabf18193072939515e22adb298388d";
const modules = talos as unknown as Record<string, Record<string, unknown>>;
const classOf = (token: string) => {
  const { module, member } = place(token);
  return modules[module]?.[member] as ResourceClass;
};
const invokeOf = (token: string, suffix = "") => {
  const { module, member } = place(token);
  return modules[module]?.[member + suffix] as Invoke;
};

/** One made-up value for each property; what it is does not matter, only that it arrives. */
const sample = (facts: Facts) =>
  Object.fromEntries(Object.keys(facts).map((name) => [name, `value of ${name}`]));
const secretNames = (facts: Facts) =>
  Object.keys(facts)
    .filter((name) => facts[name]?.secret)
    .sort();
const isSecret = (value: unknown) =>
  typeof value === "object" && value !== null && secretMark in value;

let requests: Request[];
let invokes: InvokeRequest[];

beforeEach(async () => {
  requests = [];
  invokes = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({
      id: `${name}-id`,
      state: inputs as Record<string, unknown>,
    }),
    call: ({ inputs }) => inputs as Record<string, unknown>,
  });
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const { registerResource, invoke } = monitor;
  monitor.registerResource = (request, callback) => {
    requests.push(request);
    return registerResource.call(monitor, request, callback);
  };
  monitor.invoke = (request, callback) => {
    invokes.push(request);
    return invoke.call(monitor, request, callback);
  };
});

const settled = (resource: CustomResource) =>
  new Promise<void>((done) => resource.urn.apply(() => done()));

describe.each(resources)("%s", (token, shape) => {
  test("sends every argument of the schema, and only those, under its token and plugin", async () => {
    await settled(new (classOf(token))("it", { ...sample(shape.inputs), unheardOf: 1 }));
    const [request] = requests;
    expect(requests).toHaveLength(1);
    expect(request?.getType()).toBe(token);
    expect(request?.getVersion()).toBe(plugin.version);
    expect(request?.getPlugindownloadurl()).toBe(plugin.server);
    expect(Object.keys(request?.getObject()?.toJavaScript() ?? {}).sort()).toEqual(
      Object.keys(shape.inputs).sort(),
    );
  });

  test("marks exactly the schema's secrets", async () => {
    await settled(new (classOf(token))("it", sample(shape.inputs)));
    const sent = requests[0]?.getObject()?.toJavaScript() ?? {};
    expect(
      Object.keys(sent)
        .filter((name) => isSecret(sent[name]))
        .sort(),
    ).toEqual(secretNames(shape.inputs));
    expect(requests[0]?.getAdditionalsecretoutputsList().sort()).toEqual(
      secretNames(shape.outputs),
    );
  });

  test("keeps a caller's additional secret outputs and plugin version", async () => {
    await settled(
      new (classOf(token))("it", sample(shape.inputs), {
        additionalSecretOutputs: ["mine"],
        version: "9.9.9",
      }),
    );
    expect(requests[0]?.getAdditionalsecretoutputsList()).toEqual(
      expect.arrayContaining(["mine", ...secretNames(shape.outputs)]),
    );
    expect(requests[0]?.getVersion()).toBe("9.9.9");
  });

  test("refuses to be made without a required argument", () => {
    const required = Object.keys(shape.inputs).filter((name) => shape.inputs[name]?.required);
    for (const name of required) {
      const args = { ...sample(shape.inputs), [name]: undefined };
      expect(() => new (classOf(token))("it", args)).toThrow(`Missing required property '${name}'`);
    }
    expect(requests).toHaveLength(0);
  });

  test("exposes every output, and is found again by get and isInstance", async () => {
    const made = new (classOf(token))("it", sample(shape.inputs));
    expect(Object.keys(made)).toEqual(expect.arrayContaining(Object.keys(shape.outputs)));
    expect(classOf(token).isInstance(made)).toBe(true);
    expect(classOf(token).isInstance(new pulumi.ComponentResource("x:y:Z", "other"))).toBe(false);
    const got = classOf(token).get("again", "an-id", sample(shape.outputs));
    await settled(got);
    expect(await new Promise((done) => got.id.apply(done))).toBe("an-id");
  });
});

describe.each(functions)("%s", (token, shape) => {
  test.each(["", "Output"])(
    "form '%s' passes every argument of the schema, and only those",
    async (suffix) => {
      const result = invokeOf(token, suffix)({ ...sample(shape.inputs), unheardOf: 1 });
      const value =
        suffix === ""
          ? await result
          : await new Promise((done) => (result as pulumi.Output<unknown>).apply(done));
      expect(value).toEqual(sample(shape.inputs));
      expect(invokes).toHaveLength(1);
      expect(invokes[0]?.getTok()).toBe(token);
      expect(invokes[0]?.getVersion()).toBe(plugin.version);
      expect(invokes[0]?.getPlugindownloadurl()).toBe(plugin.server);
    },
  );
});

test("the output form of an invoke keeps a secret argument's result secret", async () => {
  const result = talos.imagefactory.getUrlsOutput({
    schematicId: pulumi.secret("s"),
    talosVersion: "v1.12.4",
  });
  expect(await pulumi.isSecret(result)).toBe(true);
});

test("a provider passes the Image Factory's URL", async () => {
  const provider = new talos.Provider("factory", { imageFactoryUrl: "http://127.0.0.1:1" });
  await new Promise<void>((done) => provider.urn.apply(() => done()));
  expect(requests[0]?.getType()).toBe("pulumi:providers:talos");
  expect(requests[0]?.getObject()?.toJavaScript()).toEqual({
    imageFactoryUrl: "http://127.0.0.1:1",
  });
  expect(requests[0]?.getVersion()).toBe(plugin.version);
  expect(talos.Provider.isInstance(provider)).toBe(true);
});

test("both spellings of the Image Factory module are one module", () => {
  expect(talos.imageFactory.Schematic).toBe(talos.imagefactory.Schematic);
});

import { frozenProgram, type ExportedResource } from "../../bench/frozen-program";
import { record } from "../../cli/harness/record";
import { REDACTED } from "../../cli/harness/redact";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** A secret as `pulumi stack export --show-secrets` writes it. */
const secret = (value: unknown) => ({
  [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

const urn = (types: string, name: string) => `urn:pulumi:lab::hearth::${types}::${name}`;
const stack = urn("pulumi:pulumi:Stack", "hearth-lab");
const group = urn("hearth:test:Group", "group");
const access = urn("hearth:test:Group$pulumi:providers:kubernetes", "access");
const builtIn = urn("pulumi:providers:random", "default_4_21_2");
const password = urn("random:index/randomPassword:RandomPassword", "password");
const object = urn("hearth:test:Group$kubernetes:core/v1:Secret", "object");

const state: readonly ExportedResource[] = [
  {
    urn: stack,
    type: "pulumi:pulumi:Stack",
    outputs: { kubeconfig: secret("config"), nodes: { one: "10.5.0.11" } },
  },
  { urn: group, type: "hearth:test:Group", parent: stack, outputs: { made: "one" } },
  {
    urn: access,
    type: "pulumi:providers:kubernetes",
    custom: true,
    parent: group,
    inputs: { kubeconfig: secret("config"), version: "4.34.2" },
  },
  {
    urn: builtIn,
    type: "pulumi:providers:random",
    custom: true,
    inputs: { version: "4.21.2" },
  },
  {
    urn: password,
    type: "random:index/randomPassword:RandomPassword",
    custom: true,
    parent: stack,
    inputs: { __defaults: ["upper"], length: 24 },
    provider: `${builtIn}::id`,
    protect: true,
  },
  {
    urn: object,
    type: "kubernetes:core/v1:Secret",
    custom: true,
    parent: group,
    inputs: { metadata: { name: "object" }, stringData: secret({ password: secret("hidden") }) },
    provider: `${access}::id`,
    dependencies: [password],
  },
];

test("it registers what the state has, with its edges and its secrets, and nothing else", async () => {
  const { resources, outputs } = await record(() => Promise.resolve(frozenProgram(state)), {
    stack: "lab",
  });
  // The engine and its mock put the stack into a URN differently, so facts are told by name.
  const nameOf = (of: string | null) => of?.split("::")[3];
  const facts = Object.fromEntries(
    resources.map(({ name, parent, dependsOn, provider, ...rest }) => [
      name,
      {
        ...rest,
        parent: nameOf(parent),
        dependsOn: dependsOn.map(nameOf),
        provider: nameOf(provider ?? null),
      },
    ]),
  );
  expect(Object.keys(facts).sort()).toEqual([
    "access",
    "group",
    "hearth-lab",
    "object",
    "password",
  ]);
  expect(facts["group"]).toMatchObject({ component: true, outputs: { made: "one" } });
  expect(facts["access"]).toMatchObject({ parent: "group", inputs: { kubeconfig: REDACTED } });
  expect(facts["password"]).toMatchObject({ inputs: { length: 24 }, protect: true });
  expect(facts["password"]?.inputs).not.toHaveProperty("__defaults");
  expect(facts["object"]).toMatchObject({
    parent: "group",
    dependsOn: ["password"],
    provider: "access",
    inputs: { metadata: { name: "object" }, stringData: REDACTED },
  });
  expect(outputs).toEqual({ kubeconfig: REDACTED, nodes: { one: "10.5.0.11" } });
});

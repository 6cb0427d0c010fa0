import type { Engine } from "../../../cli/lab/engine";
import { edgesOf } from "../../../cli/lab/state";

const urn = (type: string, name: string) => `urn:pulumi:lab::hearth::${type}::${name}`;
const group = urn("hearth:test:Group", "group");
const password = urn("random:index/randomPassword:RandomPassword", "password");
const object = urn("hearth:test:Group$kubernetes:core/v1:Secret", "object");
const provider = `${urn("pulumi:providers:kubernetes", "access")}::id`;

/** An engine whose CLI prints a state, and what it was asked for. */
function engineWith(deployment: object, calls: string[][]): Engine {
  return {
    process: {
      run: (args: string[]) => {
        calls.push(args);
        return Promise.resolve({ stdout: JSON.stringify({ version: 3, deployment }) });
      },
    },
    stack: { name: "lab", workspace: { workDir: "/tmp", envVars: {} } },
  } as unknown as Engine;
}

test("edges are dependencies, parents and providers of what the state holds, without its secrets", async () => {
  const calls: string[][] = [];
  const resources = [
    { urn: group, type: "hearth:test:Group" },
    { urn: password, type: "random:index/randomPassword:RandomPassword", custom: true },
    {
      urn: object,
      type: "kubernetes:core/v1:Secret",
      custom: true,
      parent: group,
      dependencies: [password],
      provider,
    },
  ];
  expect(await edgesOf(engineWith({ resources }, calls))).toEqual([
    {
      urn: group,
      type: "hearth:test:Group",
      name: "group",
      component: true,
      dependsOn: [],
      parent: null,
      provider: undefined,
    },
    {
      urn: password,
      type: "random:index/randomPassword:RandomPassword",
      name: "password",
      component: false,
      dependsOn: [],
      parent: null,
      provider: undefined,
    },
    {
      urn: object,
      type: "kubernetes:core/v1:Secret",
      name: "object",
      component: false,
      dependsOn: [password],
      parent: group,
      provider,
    },
  ]);
  expect(calls).toEqual([["stack", "export", "--stack", "lab"]]);
});

test("a stack without resources has no edges", async () => {
  expect(await edgesOf(engineWith({}, []))).toEqual([]);
});

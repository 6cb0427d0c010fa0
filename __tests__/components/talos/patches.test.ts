import {
  machineConfigDigest,
  machineConfigDigests,
  machinePatches,
  redactedPatches,
} from "../../../components/talos/patches";
import { small, withNode } from "./fixture";

const kindsOf = (patch: string) => [...patch.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind);

test("layers come from the general to the particular; workers have no control plane layer", () => {
  const spec = small();
  expect(machinePatches(spec, "cp-1").map(kindsOf)).toEqual([
    ["TimeSyncConfig"],
    [],
    [],
    ["HostnameConfig", "LinkAliasConfig", "LinkConfig", "DHCPv4Config", "Layer2VIPConfig"],
  ]);
  expect(machinePatches(spec, "worker-1").map(kindsOf)).toEqual([
    ["TimeSyncConfig"],
    [],
    ["HostnameConfig", "LinkAliasConfig", "LinkConfig", "DHCPv4Config"],
  ]);
});

test("the node's own patches come last, in canonical form", () => {
  const spec = withNode({ patches: ["machine: {sysctls: {b: '2', a: '1'}}"] });
  expect(machinePatches(spec, "node").at(-1)).toBe(
    'machine:\n  sysctls:\n    a: "1"\n    b: "2"\n',
  );
});

test("a node that is not there is a mistake in the program", () => {
  expect(() => machinePatches(small(), "nobody")).toThrow(TypeError);
});

describe("what is shown", () => {
  const secret = "hunter2-hunter2";
  const spec = withNode(
    {
      patches: [
        `apiVersion: v1alpha1\nkind: RegistryAuthConfig\nname: own.example.com\nusername: me\npassword: ${secret}\n`,
      ],
    },
    {
      talos: {
        version: "v1.12.4",
        contractVersion: "v1.12",
        registryAuth: { "ghcr.io": { username: "robot", password: "ghcrToken" } },
      },
    },
  );

  test("holds the registry logins without their passwords, and no secret of a patch", () => {
    const shown = redactedPatches(spec, "node").join("\n");
    expect(shown).toContain("name: ghcr.io\npassword: <redacted>\nusername: robot\n");
    expect(shown).not.toContain(secret);
    expect(machinePatches(spec, "node").join("\n")).toContain(secret);
  });

  test("the patches themselves hold no registry login", () => {
    expect(machinePatches(spec, "node").join("\n")).not.toContain("ghcr.io");
  });
});

describe("digests", () => {
  test("one a node, stable, and different for different nodes", () => {
    const digests = machineConfigDigests(small());
    expect(Object.keys(digests)).toEqual(["cp-1", "worker-1"]);
    expect(digests).toEqual(machineConfigDigests(small()));
    expect(new Set(Object.values(digests)).size).toBe(2);
    expect(Object.values(digests)).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });

  test.each([
    ["Kubernetes", small({ kubernetes: { version: "v1.35.2" } })],
    ["Talos", small({ talos: { version: "v1.12.5", contractVersion: "v1.12" } })],
    ["the contract", small({ talos: { version: "v1.12.4", contractVersion: "v1.11" } })],
    ["a sysctl", small({ talos: { ...small().talos, sysctls: { a: "1" } } })],
  ])("another %s is another config", (_what, changed) => {
    expect(machineConfigDigest(changed, "cp-1")).not.toBe(machineConfigDigest(small(), "cp-1"));
  });

  test("re-formatting a patch is no other config", () => {
    const digest = (patch: string) => machineConfigDigest(withNode({ patches: [patch] }), "node");
    expect(digest("machine: {sysctls: {b: '2', a: '1'}}")).toBe(
      digest('# why\nmachine:\n  sysctls:\n    a: "1"\n    b: "2"\n'),
    );
  });
});

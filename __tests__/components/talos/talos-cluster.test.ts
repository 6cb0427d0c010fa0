import * as pulumi from "@pulumi/pulumi";
import { CANARY } from "../../../cli/harness/mock-world";
import { record } from "../../../cli/harness/record";
import type { RecordedResource, Recording } from "../../../cli/harness/recording";
import { TalosCluster } from "../../../components/talos";
import { imageName, imageProfiles, schematicYaml } from "../../../components/talos/schematic";
import type { ClusterSpec } from "../../../spec/cluster";
import { endpointsOf, type EndpointOverride } from "../../../spec/endpoints";
import { controlPlanesOf, workersOf } from "../../../spec/queries";
import { loadSpec } from "../../../stacks";
import { small } from "./fixture";

async function run(spec: ClusterSpec, override: EndpointOverride = {}): Promise<Recording> {
  return record(
    () => {
      const endpoints = endpointsOf(spec, override);
      const names = Object.values(spec.talos.registryAuth).map(({ password }) => password);
      const secrets = Object.fromEntries(names.map((name) => [name, pulumi.secret(CANARY)]));
      const { kubeconfig, talosconfig, machineConfigDigests } = new TalosCluster("talos", {
        spec,
        endpoints,
        secrets,
      });
      return Promise.resolve({ kubeconfig, talosconfig, machineConfigDigests });
    },
    { stack: "test" },
  );
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

function find(recording: Recording, name: string): RecordedResource {
  const found = recording.resources.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const edgesOf = (recording: Recording) =>
  Object.fromEntries(
    recording.resources
      .filter(({ component }) => !component)
      .map(({ name, dependsOn }) => [name, dependsOn.map(nameOf).sort()]),
  );

/** Every child and every edge that a stack's chain has to have, written out from its nodes. */
function expectedEdges(spec: ClusterSpec): Record<string, string[]> {
  const edges: Record<string, string[]> = { "talos-secrets": [] };
  for (const image of imageProfiles(spec).keys()) edges[`talos-schematic-${image}`] = [];
  const planes = controlPlanesOf(spec);
  const config = (name: string) => `talos-config-${name}`;
  const first = planes[0]?.name ?? "";
  const last = planes.at(-1)?.name ?? "";
  planes.forEach((named, index) => {
    const before = planes[index - 1];
    edges[config(named.name)] = [
      ...(before === undefined ? [] : [config(before.name)]),
      `talos-schematic-${imageName(named)}`,
      "talos-secrets",
    ];
  });
  for (const named of workersOf(spec)) {
    const schematic = `talos-schematic-${imageName(named)}`;
    edges[config(named.name)] = [config(last), schematic, "talos-secrets"];
  }
  edges["talos-bootstrap"] = [config(first), "talos-secrets"];
  edges["talos-kubeconfig"] = ["talos-bootstrap", "talos-secrets"];
  return Object.fromEntries(Object.entries(edges).map(([name, list]) => [name, list.sort()]));
}

describe.each(["home", "trio", "lab"])("stack %s", (stack) => {
  test("exactly the chain's resources, with exactly the needed edges", async () => {
    const spec = loadSpec(stack);
    expect(edgesOf(await run(spec))).toEqual(expectedEdges(spec));
  });

  test("all are children of the component; only secrets and bootstrap are protected", async () => {
    const recording = await run(loadSpec(stack));
    const component = find(recording, "talos");
    const children = recording.resources.filter(({ component: one }) => !one);
    expect(component.type).toBe("hearth:talos:TalosCluster");
    expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set([component.urn]));
    expect(
      children
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["talos-bootstrap", "talos-secrets"]);
  });

  test("secrets are nowhere plain", async () => {
    const recording = await run(loadSpec(stack));
    expect(JSON.stringify(recording)).not.toContain(CANARY);
    expect(recording.outputs).toMatchObject({ kubeconfig: "[secret]", talosconfig: "[secret]" });
  });

  test("every node has a plain digest of its config", async () => {
    const spec = loadSpec(stack);
    const { machineConfigDigests } = (await run(spec)).outputs;
    expect(Object.keys(machineConfigDigests as object)).toEqual(Object.keys(spec.nodes));
  });
});

const plane = (address: string) => ({
  role: "controlplane" as const,
  hardware: "pi",
  address,
  systemDisk: { transport: "usb" as const },
});

const worker = { ...plane("192.168.0.21"), role: "worker" as const };

const three = small({
  nodes: {
    "cp-1": plane("192.168.0.11"),
    "cp-2": plane("192.168.0.12"),
    "cp-3": plane("192.168.0.13"),
  },
});

test("bootstrap and kubeconfig go to the first control plane, never to the VIP", async () => {
  const recording = await run(three);
  for (const name of ["talos-bootstrap", "talos-kubeconfig"]) {
    const { inputs } = find(recording, name);
    expect(inputs).toMatchObject({ node: "192.168.0.11", endpoint: "192.168.0.11" });
  }
  expect(JSON.stringify(recording.resources)).not.toContain("192.168.0.200");
});

test("where it was bootstrapped and by which contract never changes anything", async () => {
  const recording = await run(three);
  expect(find(recording, "talos-bootstrap").ignoreChanges).toEqual(["node", "endpoint"]);
  expect(find(recording, "talos-secrets").ignoreChanges).toEqual(["talosVersion"]);
});

test("a newer Talos changes images and never the secrets' contract", async () => {
  const newer = { ...three, talos: { ...three.talos, version: "v1.12.9" } };
  const secrets = find(await run(newer), "talos-secrets");
  expect(secrets.inputs).toEqual({ talosVersion: "v1.12" });
});

test("the kubeconfig is renewed a quarter of a year before it ends", async () => {
  expect(find(await run(three), "talos-kubeconfig").inputs).toMatchObject({
    certificateRenewalDuration: "2160h",
  });
});

test("waits for machines as long as the spec says", async () => {
  const timeouts = { ...three.timeouts, machines: "7m", bootstrap: "9m" };
  const recording = await run({ ...three, timeouts });
  const limitsOf = (name: string) => find(recording, name).inputs["timeouts"];
  expect(limitsOf("talos-config-cp-1")).toEqual({ create: "7m", update: "7m" });
  expect(limitsOf("talos-kubeconfig")).toEqual({ create: "7m", update: "7m" });
  expect(limitsOf("talos-bootstrap")).toEqual({ create: "9m" });
});

test("schematics are the ones that ids are computed from", async () => {
  const { hardware } = three;
  expect(find(await run(three), "talos-schematic-pi").inputs).toEqual({
    schematic: schematicYaml(hardware["pi"] ?? fail()),
  });
});

test("a node's own kernel arguments make a schematic of its own, which its config waits for", async () => {
  const spec = small({
    nodes: { "cp-1": plane("192.168.0.11"), "w-1": { ...worker, kernelArgs: ["audit=0"] } },
  });
  const recording = await run(spec);
  expect(edgesOf(recording)).toEqual(expectedEdges(spec));
  expect(find(recording, "talos-schematic-pi.w-1").inputs["schematic"]).toContain("audit=0");
  expect(find(recording, "talos-schematic-pi").inputs["schematic"]).not.toContain("audit=0");
});

test("a machine is reset only where the spec says so, the first control plane ungracefully", async () => {
  const reset = (address: string) => ({ ...plane(address), resetOnDestroy: true });
  const recording = await run(
    small({
      nodes: {
        "cp-1": reset("192.168.0.11"),
        "cp-2": reset("192.168.0.12"),
        "cp-3": plane("192.168.0.13"),
      },
    }),
  );
  const onDestroy = (name: string) => find(recording, `talos-config-${name}`).inputs["onDestroy"];
  expect(onDestroy("cp-1")).toEqual({ reset: true, graceful: false, reboot: true });
  expect(onDestroy("cp-2")).toEqual({ reset: true, graceful: true, reboot: true });
  expect(onDestroy("cp-3")).toBeUndefined();
});

describe("in a rehearsal", () => {
  test("machines are found where the override says, under their own addresses", async () => {
    const recording = await run(three, { nodes: { "cp-2": "127.0.0.1:50002" } });
    expect(find(recording, "talos-config-cp-2").inputs).toMatchObject({
      node: "192.168.0.12",
      endpoint: "127.0.0.1:50002",
    });
  });

  test("another Image Factory has a provider of its own, which all children use", async () => {
    const recording = await run(three, { imageFactory: "http://127.0.0.1:8080" });
    const provider = find(recording, "talos-provider");
    expect(provider.inputs).toMatchObject({ imageFactoryUrl: "http://127.0.0.1:8080" });
    const users = recording.resources.filter((one) => one.provider?.startsWith(provider.urn));
    expect(users.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(expectedEdges(three))].sort(),
    );
  });

  test("the public one needs no provider of its own", async () => {
    const { resources } = await run(three);
    expect(resources.filter(({ type }) => type === "pulumi:providers:talos")).toEqual([]);
  });
});

test("the token of a registry reaches the config and nothing else", async () => {
  const spec = small({
    talos: {
      version: "v1.12.4",
      contractVersion: "v1.12",
      registryAuth: { "ghcr.io": { username: "robot", password: "ghcrToken" } },
    },
  });
  const recording = await run(spec);
  expect(JSON.stringify(recording)).not.toContain(CANARY);
  expect(edgesOf(recording)).toEqual(expectedEdges(spec));
});

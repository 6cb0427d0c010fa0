import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { CANARY } from "../cli/harness/mock-world";
import { record } from "../cli/harness/record";
import type { RecordedResource } from "../cli/harness/recording";
import { Registry } from "../components/contracts/context";
import { protectionOf } from "../components/contracts/protection";
import { deliver } from "../components/delivery/deliver";
import { placeholdersOf } from "../components/delivery/secret-text";
import { bundlesOf } from "../components/platform";
import { imageAppsOf } from "../spec/queries";
import { loadSpec } from "../stacks";

/** Kinds whose deletion loses data, by token or kind. */
const STATEFUL = [
  "CephCluster",
  "CephBlockPool",
  "CephFilesystem",
  "CephObjectStore",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Cluster",
  "Database",
  "Namespace",
];
/** Those whose deletion Pulumi has to refuse. */
const PROTECTED = ["CephCluster", "CephBlockPool", "CephFilesystem", "CephObjectStore", "Cluster"];

const stacks = ["home", "trio", "lab"] as const;
const canary = (name: string): string => `canary-of-${name}`;

async function run(stack: (typeof stacks)[number]) {
  const spec = loadSpec(stack);
  const bundles = bundlesOf(spec);
  const made = new Set(bundles.flatMap(({ generated }) => Object.keys(generated ?? {})));
  const asked = bundles
    .flatMap(({ secrets }) => secrets ?? [])
    .flatMap(({ values }) => Object.values(values))
    .flatMap(placeholdersOf)
    .filter((name) => !made.has(name));
  const secrets = Object.fromEntries(
    [...new Set(asked)].map((name) => [name, pulumi.secret(canary(name))]),
  );
  const recording = await record(
    () => {
      const provider = new kubernetes.Provider("kubernetes", {});
      const parent = new pulumi.ComponentResource("hearth:platform:Platform", "test");
      const kubeconfig = pulumi.secret(canary("kubeconfig"));
      const registry = new Registry();
      const context = { spec, provider, kubeconfig, machines: [], registry, secrets };
      deliver(bundles, context, parent);
      return Promise.resolve({});
    },
    { stack },
  );
  return { spec, bundles, asked, resources: recording.resources };
}

const kindOf = ({ type }: RecordedResource): string => type.split(":").at(-1) ?? "";
const isKubernetes = ({ type }: RecordedResource): boolean => type.startsWith("kubernetes:");

describe.each(stacks)("data of %s", (stack) => {
  let result: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    result = await run(stack);
  });

  it("stays in the cluster when what holds it leaves the program", () => {
    const stateful = result.resources.filter(
      (one) => isKubernetes(one) && STATEFUL.includes(kindOf(one)),
    );
    expect(stateful.map(kindOf)).toEqual(
      expect.arrayContaining(["CephCluster", "CephBlockPool", "Cluster", "PersistentVolumeClaim"]),
    );
    const lost = stateful.filter(({ retainOnDelete }) => !retainOnDelete).map(({ name }) => name);
    const allowed = imageAppsOf(result.spec).flatMap((app) =>
      Object.entries(app.volumes).flatMap(([key, volume]) =>
        "size" in volume && volume.deleteWithApp ? [`${app.name}/${key}`] : [],
      ),
    );
    expect(lost).toHaveLength(allowed.length);
  });

  it("is protected where an operator would delete it at once", () => {
    const open = result.resources.filter(
      (one) => isKubernetes(one) && PROTECTED.includes(kindOf(one)) && !one.protect,
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it("shows no secret value in any plain input, output or dependency", () => {
    const text = JSON.stringify(result.resources);
    expect(result.resources.length).toBeGreaterThan(100);
    for (const name of [...result.asked, "kubeconfig"]) expect(text).not.toContain(canary(name));
    // What every generated password is under mocks.
    expect(text).not.toContain(CANARY);
  });

  it("holds no secret value in any object, chart value or Secret text", () => {
    const texts = result.bundles
      .flatMap(({ secrets }) => secrets ?? [])
      .flatMap(({ values }) => Object.entries(values));
    const secretKeys = texts.filter(([key]) =>
      /password|token|credentials|access(?:Id|TypeParam)$/i.test(key),
    );
    for (const [, text] of secretKeys) expect(placeholdersOf(text)).not.toEqual([]);
    const objects = result.bundles.flatMap(({ objects: all }) => all ?? []);
    expect(objects.filter(({ kind }) => kind === "Secret")).toEqual([]);
  });
});

describe("protectionOf", () => {
  const claim = (annotations?: Record<string, string>) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "media", ...(annotations ? { annotations } : {}) },
  });

  it("lets a claim go only where the spec says so", () => {
    expect(protectionOf(claim()).retainOnDelete).toBe(true);
    expect(
      protectionOf(claim({ "hearth.dev/on-delete": "delete" })).retainOnDelete,
    ).toBeUndefined();
  });

  it("never replaces a claim because of what fills it", () => {
    expect(protectionOf(claim()).ignoreChanges).toEqual(["spec.dataSource", "spec.dataSourceRef"]);
  });
});

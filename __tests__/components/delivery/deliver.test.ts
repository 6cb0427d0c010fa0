import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { record } from "../../../cli/harness/record";
import type { RecordedResource } from "../../../cli/harness/recording";
import type { Bundle } from "../../../components/contracts/bundle";
import { MissingCapabilityError, Registry } from "../../../components/contracts/context";
import { deliver } from "../../../components/delivery/deliver";
import { loadSpec } from "../../../stacks";

const spec = loadSpec("lab");

const web: Bundle = {
  layer: "app",
  component: "App",
  name: "web",
  namespaces: [{ name: "selfhosted" }],
  generated: { "web-password": 24 },
  secrets: [
    {
      name: "web-database",
      namespace: "selfhosted",
      values: {
        uri: "postgresql://web:{{web-password}}@db/{{name}}",
        digest: "{{web-password.bcrypt}}",
      },
    },
  ],
  objects: [
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "web", namespace: "selfhosted" },
      spec: { resources: { requests: { storage: "1Gi" } } },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web", namespace: "selfhosted" },
      spec: {
        containers: [{ name: "app", envFrom: [{ secretRef: { name: "web-database" } }] }],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "web" } }],
      },
    },
  ],
  provides: ["app:web"],
};

const nodes: Bundle = {
  layer: "network",
  component: "Cilium",
  name: "cilium",
  gates: [
    {
      kind: "NodesReady",
      name: "nodes-ready",
      subjects: ["a"],
      timeout: "5m",
      needs: [],
      provides: ["nodes"],
    },
  ],
};

async function run(bundles: readonly Bundle[]): Promise<readonly RecordedResource[]> {
  const recording = await record(
    () => {
      const provider = new kubernetes.Provider("kubernetes", {});
      const parent = new pulumi.ComponentResource("hearth:platform:Platform", "test");
      const secrets: Record<string, pulumi.Input<string>> = { name: pulumi.secret("web") };
      const machine = new random.RandomPassword("machine", { length: 12 });
      const context = {
        spec,
        provider,
        kubeconfig: pulumi.secret("k"),
        machines: [machine],
        registry: new Registry(),
        secrets,
      };
      deliver(bundles, context, parent);
      return Promise.resolve({});
    },
    { stack: "lab" },
  );
  return recording.resources;
}

describe("deliver", () => {
  it("registers every part under its component with exactly the edges of its needs", async () => {
    const resources = await run([web, nodes]);
    const names = new Map(resources.map((one) => [one.urn, one.name]));
    const edges = Object.fromEntries(
      resources
        .filter(({ component, layer }) => !component && layer !== "stack")
        .map((one) => [one.name, one.dependsOn.map((urn) => names.get(urn)).sort()]),
    );
    expect(edges).toEqual({
      "namespaces-namespace-selfhosted": [],
      "nodes-ready": ["machine"],
      "web-password": [],
      "web-secret-database": ["namespaces-namespace-selfhosted", "web-password"],
      "web-persistent-volume-claim": ["namespaces-namespace-selfhosted"],
      "web-pod": [
        "namespaces-namespace-selfhosted",
        "nodes-ready",
        "web-persistent-volume-claim",
        "web-secret-database",
      ],
    });
    const parents = Object.fromEntries(
      resources.map(({ name, parent }) => [name, names.get(parent ?? "")]),
    );
    expect(parents["web-pod"]).toBe("web");
    expect(parents["nodes-ready"]).toBe("cilium");
    expect(parents["web"]).toBe("test");
  });

  it("uses the explicit provider for every object, keeps claims, and redacts secret text", async () => {
    const resources = await run([web, nodes]);
    const byName = new Map(resources.map((one) => [one.name, one]));
    expect(byName.get("web-pod")?.provider).toContain("pulumi:providers:kubernetes::kubernetes::");
    expect(byName.get("web-persistent-volume-claim")?.retainOnDelete).toBe(true);
    expect(byName.get("web-secret-database")?.inputs["stringData"]).toEqual("[secret]");
  });

  it("refuses a need that nothing provides, naming who needs it", async () => {
    await expect(run([web])).rejects.toThrow(MissingCapabilityError);
    await expect(run([web])).rejects.toThrow(
      "Pod selfhosted/web of web needs nodes, which nothing provides",
    );
  });

  it("refuses a secret value that nothing makes", async () => {
    const bundle: Bundle = {
      layer: "app",
      component: "App",
      name: "x",
      secrets: [{ name: "x", namespace: "default", values: { key: "{{nowhere}}" } }],
    };
    await expect(run([bundle])).rejects.toThrow(
      "Secret default/x refers to the secret value nowhere, which nothing makes",
    );
  });
});

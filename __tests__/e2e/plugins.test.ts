import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import * as random from "@pulumi/random";
import { installInChild } from "../lab/plugins/install-in-child";
import { startTestCluster } from "./support/control-plane";
import type { TestCluster } from "./support/control-plane";
import { describeWithTools } from "./support/tools";

jest.setTimeout(240_000);

const CHARTS = {
  cilium: {
    crds: [
      {
        apiVersion: "cilium.io/v2",
        kind: "CiliumLoadBalancerIPPool",
        plural: "ciliumloadbalancerippools",
        scope: "Cluster",
      },
    ],
    workloads: [
      { kind: "DaemonSet", name: "cilium" },
      { kind: "Deployment", name: "cilium-operator" },
    ],
  },
};
const PLAIN = "correct-horse-battery";

/** A namespace, a release with its CRD, a custom resource, a workload behind a service, a Secret. */
function program(kubeconfig: string, replicas: number): PulumiFn {
  return () => {
    const provider = new k8s.Provider("cluster", {
      kubeconfig,
      clusterIdentifier: "e2e/cluster",
      enableConfigMapMutable: true,
    });
    const options = { provider };
    const cilium = new k8s.helm.v3.Release(
      "cilium",
      { name: "cilium", chart: "cilium", version: "1.2.3", namespace: "kube-system" },
      options,
    );
    new k8s.apiextensions.CustomResource(
      "pool",
      {
        apiVersion: "cilium.io/v2",
        kind: "CiliumLoadBalancerIPPool",
        metadata: { name: "pool" },
        spec: { blocks: [{ cidr: "192.0.2.0/24" }] },
      },
      { ...options, dependsOn: cilium },
    );
    const app = new k8s.core.v1.Namespace("app", { metadata: { name: "app" } }, options);
    const metadata = (name: string) => ({ name, namespace: app.metadata.name });
    const password = new random.RandomPassword("password", { length: 24 });
    const stringData = { password: password.result, plain: PLAIN };
    new k8s.core.v1.Secret("secret", { metadata: metadata("secret"), stringData }, options);
    const labels = { app: "web" };
    new k8s.apps.v1.Deployment(
      "web",
      {
        metadata: metadata("web"),
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: "web", image: "registry.invalid/web:1" }] },
          },
        },
      },
      { ...options, dependsOn: cilium },
    );
    const ports = [{ port: 80 }];
    const spec = { selector: labels, ports };
    new k8s.core.v1.Service("web", { metadata: metadata("web"), spec }, options);
    return Promise.resolve({ password: password.result });
  };
}

describeWithTools("the stand-in plugins under the real engine", (tools) => {
  let cluster: TestCluster;
  let stack: Stack;
  let kubeconfig: string;

  beforeAll(async () => {
    cluster = await startTestCluster(tools);
    kubeconfig = readFileSync(cluster.plane.kubeconfig, "utf8");
    const at = (...parts: string[]) => path.join(cluster.dir, ...parts);
    for (const folder of ["state", "work", "pulumi/bin"])
      mkdirSync(at(folder), { recursive: true });
    symlinkSync(tools.pulumi, at("pulumi/bin/pulumi"));
    writeFileSync(at("charts.json"), JSON.stringify(CHARTS));
    await installInChild({ cache: at("cache"), bin: at("bin") });
    stack = await LocalWorkspace.createStack(
      { stackName: "dev", projectName: "e2e", program: program(kubeconfig, 1) },
      {
        pulumiCommand: await PulumiCommand.get({ root: at("pulumi") }),
        workDir: at("work"),
        projectSettings: {
          name: "e2e",
          runtime: "nodejs",
          backend: { url: `file://${at("state")}` },
        },
        envVars: {
          PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`,
          PULUMI_CONFIG_PASSPHRASE: "made up",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          HEARTH_LAB_CHARTS: at("charts.json"),
        },
      },
    );
  });
  afterAll(() => cluster.close());

  const state = () =>
    readFileSync(path.join(cluster.dir, "state/.pulumi/stacks/e2e/dev.json"), "utf8");

  it("bring everything up, until it is ready", async () => {
    const { summary, outputs } = await stack.up();
    expect(summary.resourceChanges).toEqual({ create: 9 });
    expect(outputs["password"]).toMatchObject({ secret: true });
  });

  it("keep what is secret encrypted in the state", () => {
    const text = state();
    expect(text).toContain('"ciphertext"');
    for (const secret of [PLAIN, Buffer.from(PLAIN).toString("base64"), "PRIVATE KEY"]) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain("client-key-data");
  });

  it("change nothing the second time", async () => {
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 9 });
  });

  it("update only the provider for a renewed kubeconfig", async () => {
    stack.workspace.program = program(`${kubeconfig}\n# renewed\n`, 1);
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 8, update: 1 });
  });

  it("update in place what changed, and see no drift afterwards", async () => {
    stack.workspace.program = program(`${kubeconfig}\n# renewed\n`, 2);
    expect((await stack.preview()).changeSummary).toEqual({ same: 8, update: 1 });
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 8, update: 1 });
    expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 9 });
    expect((await stack.preview()).changeSummary).toEqual({ same: 9 });
  });

  it("go on after a run whose state was lost before it was written", async () => {
    // What a crash between the API's answer and the engine's note leaves: objects without state.
    const deployment = await stack.exportStack();
    const { resources, ...rest } = deployment.deployment as { resources: { type: string }[] };
    const kept = resources.filter(({ type }) => !/:(Deployment|Service|Release)$/.test(type));
    await stack.importStack({
      ...deployment,
      deployment: {
        ...rest,
        resources: kept.map((one) => ({ ...one, dependencies: [], propertyDependencies: {} })),
      },
    });
    expect((await stack.up()).summary.resourceChanges).toEqual({ create: 3, same: 6 });
    expect((await stack.preview()).changeSummary).toEqual({ same: 9 });
  });

  it("leave nothing behind", async () => {
    await stack.destroy();
    const found = await cluster.client.list(
      { group: "apps", version: "v1", plural: "deployments" },
      undefined,
    );
    expect(found.items).toEqual([]);
    expect(state()).not.toContain("kubernetes:");
  });
});

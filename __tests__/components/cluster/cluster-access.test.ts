import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../cli/harness/record";
import type { RecordedResource } from "../../../cli/harness/recording";
import { ClusterAccess } from "../../../components/cluster";

const spec = {
  name: "small",
  timeouts: {
    machines: "10m",
    bootstrap: "20m",
    kubernetesApi: "15m",
    nodesReady: "15m",
    cephHealthy: "30m",
  },
};

async function run(kubeconfig: string): Promise<readonly RecordedResource[]> {
  const { resources } = await record(
    () => {
      new ClusterAccess("cluster", { spec, kubeconfig: pulumi.secret(kubeconfig) });
      return Promise.resolve({});
    },
    { stack: "prod" },
  );
  return resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

test("a gate, and a provider that waits for it", async () => {
  const resources = await run("made-up");
  expect(resources.map(({ type, name }) => [type, name])).toEqual([
    ["hearth:cluster:ClusterAccess", "cluster"],
    ["hearth:gates:ApiReady", "cluster-api"],
    ["pulumi:providers:kubernetes", "cluster-kubernetes"],
  ]);
  const [, gate, provider] = resources;
  expect(gate).toMatchObject({
    dependsOn: [],
    inputs: { kubeconfig: "[secret]", timeout: "15m" },
  });
  expect(provider).toMatchObject({
    dependsOn: [gate?.urn],
    inputs: {
      kubeconfig: "[secret]",
      clusterIdentifier: "prod/small",
      enableServerSideApply: "true",
    },
  });
});

test("a renewed kubeconfig changes neither names nor the provider's identity", async () => {
  const [before, after] = [await run("old"), await run("renewed")];
  expect(after).toEqual(before);
});

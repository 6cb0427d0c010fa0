import { request } from "node:http";
import { recordStack } from "../../cli/harness/record-stack";
import { labPaths } from "../../cli/lab/paths";
import type { LabReport } from "../../cli/lab/summary";
import { worldStatus } from "../../cli/lab/world-client";
import { readWorldRecord } from "../../cli/lab/world-record";
import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf, routesOf } from "../../spec/queries";
import { loadSpec } from "../../stacks";
import { kubectlJson, workloadsOf } from "./support/cluster-objects";
import { engineState, lastChanges } from "./support/engine-state";
import { labCommand, type LabCommand } from "./support/lab-command";
import { leaksOf } from "./support/secrets";
import { describeWithTools } from "./support/tools";

jest.setTimeout(900_000);

interface Node {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: {
    readonly nodeInfo: { readonly architecture: string };
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}

interface Gateway {
  readonly status: { readonly addresses: readonly { readonly value: string }[] };
}

/** Every workload that the program registers itself, as `<kind> <namespace>/<name>`. */
async function ownWorkloads(stack: string, spec: ClusterSpec): Promise<string[]> {
  const { resources } = await recordStack(stack, spec);
  return resources.flatMap(({ type, inputs }) => {
    const kind = /^kubernetes:apps\/v1:(Deployment|StatefulSet|DaemonSet)$/.exec(type)?.[1];
    if (kind === undefined) return [];
    const { namespace, name } = inputs["metadata"] as { namespace: string; name: string };
    return [`${kind} ${namespace}/${name}`];
  });
}

/** HTTP status of a GET of a host at a gateway's address, through the world's data path. */
function statusAt(traffic: string, address: string, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { host, "x-gateway-address": address };
    request(new URL(path, traffic), { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

/** Success, a redirect, or a login that is asked for. */
const isAnswer = (status: number) => (status >= 200 && status < 400) || status === 401;

describe.each(["home", "trio"])("the stack %s, rehearsed", (stack) => {
  describeWithTools("from nothing", () => {
    const spec = loadSpec(stack);
    let lab: LabCommand;
    let unbuilt: Readonly<Record<string, number>>;
    let built: Readonly<Record<string, number>>;
    let first: { readonly report: LabReport; readonly output: string };
    beforeAll(async () => {
      lab = labCommand();
      const { code, stdout, stderr } = await lab.run(["preview", stack, "--json", "--stand-ins"]);
      if (code !== 0) throw new Error(stderr);
      unbuilt = (JSON.parse(stdout) as { changes: Record<string, number> }).changes;
      first = await lab.up(stack);
      built = lastChanges(lab, stack);
    });
    afterAll(async () => {
      await lab.remove(stack);
      await lab.quiet();
    });

    it("is previewed before there is a cluster, and the up then does what was said", () => {
      expect(Object.keys(unbuilt)).toEqual(["create"]);
      expect(unbuilt["create"]).toBeGreaterThan(100);
      expect(built).toEqual(unbuilt);
    });

    it("has every machine in the cluster, Ready and of its architecture", async () => {
      const nodes = await kubectlJson<Node>(lab, stack, "nodes");
      const ready = ({ conditions }: Node["status"]) =>
        conditions.some(({ type, status }) => type === "Ready" && status === "True");
      expect(
        Object.fromEntries(
          nodes.map(({ metadata: { name, labels }, status }) => [
            name,
            [ready(status), status.nodeInfo.architecture, labels["kubernetes.io/arch"]],
          ]),
        ),
      ).toEqual(
        Object.fromEntries(
          nodesOf(spec).map(({ name, hardware: { architecture } }) => [
            name,
            [true, architecture, architecture],
          ]),
        ),
      );
    });

    it("has every workload, with all its pods Ready", async () => {
      const { all, unready } = await workloadsOf(lab, stack);
      expect(unready).toEqual([]);
      const own = await ownWorkloads(stack, spec);
      expect(own.length).toBeGreaterThan(10);
      expect(all).toEqual(expect.arrayContaining(own));
    });

    it("has its gateways at the spec's addresses, and each answers for every host", async () => {
      const gateways = await kubectlJson<Gateway>(lab, stack, "gateways.gateway.networking.k8s.io");
      const addresses = gateways.map(({ status }) => status.addresses.map(({ value }) => value));
      expect(addresses.sort()).toEqual(
        Object.values(spec.gateways)
          .map(({ address }) => [address])
          .sort(),
      );

      const record = readWorldRecord(labPaths(stack, lab.folder).worldFile);
      if (record === undefined) throw new Error("no world is running");
      const { traffic } = await worldStatus(record);
      const asked = routesOf(spec).flatMap(({ route, host }) =>
        route.protocol === "HTTP" && host !== undefined
          ? [{ address: spec.gateways[route.gateway]?.address ?? "", host, path: route.path }]
          : [],
      );
      expect(asked.length).toBeGreaterThan(10);
      const unanswered = await Promise.all(
        asked.map(async ({ address, host, path }) => {
          const status = await statusAt(traffic, address, host, path);
          return isAnswer(status) ? [] : [`${host} at ${address}: ${String(status)}`];
        }),
      );
      expect(unanswered.flat()).toEqual([]);
      expect(await statusAt(traffic, asked[0]?.address ?? "", "nobody.invalid", "/")).toBe(404);
    });

    it("changes nothing when run again, and leaves no operation open", async () => {
      const { report } = await lab.up(stack);
      expect(report.figures?.changed).toBe(0);
      expect(report.urls).toEqual(first.report.urls);
      expect(engineState(lab, stack).pending).toEqual([]);
    });

    it("keeps no secret in plain in state, logs or output", async () => {
      const { sought, files, found } = await leaksOf(lab, spec, first.output);
      expect(sought).toBeGreaterThan(20);
      expect(files).toContain(`${stack}/backend/.pulumi/stacks/hearth/${stack}.json`);
      expect(files).toContain(`${stack}/world/logs/kube-apiserver.log`);
      expect(found).toEqual([]);
    });
  });
});

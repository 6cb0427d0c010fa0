import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, type PulumiFn } from "@pulumi/pulumi/automation";
import { record } from "../../cli/harness/record";
import { checkPolicies } from "../../cli/plan/policies";
import { rules } from "../../policy/rules";
import { container } from "../policy/support";
import { describeWithTools } from "./support/tools";

const PACK = resolve(__dirname, "..", "..", "policy");

/** A component in place of a resource of any type: the engine shows it to policies like any other. */
class Stand extends pulumi.ComponentResource {
  constructor(
    type: string,
    name: string,
    props: object,
    opts: pulumi.ComponentResourceOptions = {},
    outputs: object = {},
  ) {
    super(type, name, { ...props }, opts);
    // Rules about the stack are shown what a component registers.
    this.registerOutputs({ ...props, ...outputs });
  }
}

const cluster = (controlPlanes: string[]) =>
  new Stand("hearth:talos:TalosCluster", "talos", {}, {}, { controlPlanes });

const app = (image: string): Promise<Record<string, unknown>> => {
  const parent = cluster(["a", "b", "c"]);
  const spec = { template: { spec: { containers: [{ ...container, image }] } } };
  new Stand("kubernetes:apps/v1:Deployment", "echo-deployment", { spec }, { parent });
  return Promise.resolve({});
};

/** A program that breaks every rule once. */
function forbidden(): Promise<Record<string, unknown>> {
  const parent = cluster(["a", "b"]);
  const workload = (
    name: string,
    pod: object,
    opts: pulumi.ComponentResourceOptions = { parent },
  ) =>
    new Stand(
      "kubernetes:apps/v1:Deployment",
      name,
      { apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec: pod } } },
      opts,
    );
  workload("orphan", { containers: [container] }, {});
  workload("moving", { containers: [{ ...container, image: "ghcr.io/example/echo:latest" }] });
  workload("greedy", { containers: [{ ...container, resources: {} }] });
  workload("nosy", { hostNetwork: true, containers: [container] });
  new Stand("kubernetes:helm.sh/v3:Release", "ranged", { version: "^1.2.0" }, { parent });
  new Stand(
    "kubernetes:networking.k8s.io/v1:Ingress",
    "roundabout",
    { apiVersion: "networking.k8s.io/v1", kind: "Ingress" },
    { parent },
  );
  new Stand(
    "kubernetes:core/v1:ConfigMap",
    "open",
    { apiVersion: "v1", kind: "ConfigMap", data: { "app.conf": "password: Tr0ub4dor&3x" } },
    { parent },
  );
  new Stand("talos:machine/secrets:Secrets", "keys", {}, { parent });
  return Promise.resolve({});
}

/** What each rule says of it. */
const REASONS: Readonly<Record<string, string>> = {
  "object-has-component": "its parent is no component of hearth",
  "images-pinned": "ghcr.io/example/echo:latest moves",
  "charts-pinned": "^1.2.0 is a range of versions",
  "requests-set": "container app requests no cpu and no memory",
  "host-access-declared": "the pod has hostNetwork without a declared exception `hostNetwork`",
  "public-behind-external-gateway": "is an Ingress, which goes round the gateways",
  "no-plain-secret": "key app.conf holds what its name calls a secret",
  "data-protected": "is not protected",
  "etcd-quorum": "2 control planes bear the loss of no more than 1 do",
};

it("every rule is broken by the program that is to be refused, and said by the offline plan", async () => {
  expect(Object.keys(REASONS).sort()).toEqual(rules.map(({ name }) => name).sort());
  const said = checkPolicies(await record(forbidden, { stack: "test" })).map(
    ({ rule, reason }) => `${rule.level} ${rule.name}: ${reason}`,
  );
  expect(said).toHaveLength(rules.length);
  for (const [name, reason] of Object.entries(REASONS)) {
    expect(said).toContainEqual(expect.stringContaining(`mandatory ${name}: ${reason}`));
  }
});

describeWithTools("the policy pack in the real engine", (tools) => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hearth-policy-"));
    for (const one of ["state", "work", "bin", "pulumi/bin"])
      mkdirSync(at(one), { recursive: true });
    symlinkSync(tools.pulumi, at("pulumi/bin/pulumi"));
    // What the official Node language plugin does with a pack; without that plugin the engine starts
    // this program.
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    writeFileSync(
      at("bin/pulumi-analyzer-policy-nodejs"),
      `#!/bin/sh\nexec "${process.execPath}" "${dirname(runner)}" "$@"\n`,
      { mode: 0o755 },
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a preview of a program says under the pack; a failed one is an answer too. */
  async function preview(program: PulumiFn): Promise<string> {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "test", projectName: "hearth", program },
      {
        workDir: at("work"),
        pulumiHome: at("home"),
        pulumiCommand: await PulumiCommand.get({ root: at("pulumi") }),
        projectSettings: {
          name: "hearth",
          runtime: "nodejs",
          backend: { url: `file://${at("state")}` },
        },
        envVars: {
          PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        },
      },
    );
    const said: string[] = [];
    await stack
      .preview({ policyPacks: [PACK], onOutput: (text) => said.push(text) })
      .then(() => said.push("preview succeeded"))
      .catch(() => said.push("preview refused"));
    return said.join("");
  }

  it("lets pass what keeps the rules", async () => {
    const said = await preview(() => app("ghcr.io/example/echo:1.2.3"));
    expect(said).toContain("preview succeeded");
    expect(said).not.toContain("[mandatory]");
  }, 120_000);

  it("refuses what breaks them, each rule by its name and reason", async () => {
    const said = await preview(forbidden);
    expect(said).toContain("preview refused");
    for (const [name, reason] of Object.entries(REASONS)) {
      expect(said).toContain(`[mandatory]  ${name}`);
      expect(said).toContain(reason);
    }
    expect(said).not.toContain("Tr0ub4dor");
  }, 120_000);
});

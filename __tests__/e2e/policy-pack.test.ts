import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, type PulumiFn } from "@pulumi/pulumi/automation";
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
    this.registerOutputs({ ...outputs });
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

  it("refuses a resource by rule and reason", async () => {
    const said = await preview(() => app("ghcr.io/example/echo:latest"));
    expect(said).toContain("preview refused");
    expect(said).toContain("[mandatory]  images-pinned");
    expect(said).toContain("ghcr.io/example/echo:latest moves");
  }, 120_000);

  it("refuses a stack by rule and reason", async () => {
    const said = await preview(() => {
      cluster(["a", "b"]);
      return Promise.resolve({});
    });
    expect(said).toContain("preview refused");
    expect(said).toContain("[mandatory]  etcd-quorum");
    expect(said).toContain("2 control planes bear the loss of no more than 1 do");
  }, 120_000);
});

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { ApiReady, NodesReady } from "../../components/gates";
import { fakeApi, node, type FakeApi } from "../provider/fake-api";
import { describeWithTools } from "./support/tools";

jest.setTimeout(120_000);

const provider = path.join(__dirname, "../../provider");

/** All files of a folder and below, as one text. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

describeWithTools("gates under the real engine", (tools) => {
  let folder: string;
  let api: FakeApi;
  let stack: Stack;
  let subjects: string[];
  let kubeconfig: string;
  let limit = "20s";
  const searchPath = process.env["PATH"];

  beforeAll(async () => {
    // The Automation API finds the CLI on this process's PATH only.
    process.env["PATH"] = `${path.dirname(tools.pulumi)}:${searchPath ?? ""}`;
    folder = mkdtempSync(path.join(tmpdir(), "hearth-gates-"));
    api = await fakeApi();
    kubeconfig = api.kubeconfig;
    subjects = ["a"];
    const project = {
      name: "gates",
      runtime: "nodejs",
      backend: { url: `file://${folder}` },
      plugins: { providers: [{ name: "hearth", path: provider }] },
    };
    writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify(project));
    const program = () => {
      const secret = pulumi.secret(kubeconfig);
      const ready = new ApiReady("api", { kubeconfig: secret, timeout: limit });
      new NodesReady(
        "nodes",
        { kubeconfig: secret, subjects, timeout: limit },
        { dependsOn: [ready] },
      );
      return Promise.resolve();
    };
    stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "test", projectName: "gates", program },
      {
        workDir: folder,
        envVars: {
          PULUMI_CONFIG_PASSPHRASE: "made-up",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
  });
  afterAll(async () => {
    process.env["PATH"] = searchPath;
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("a preview shows them and contacts nothing", async () => {
    const { changeSummary } = await stack.preview();
    expect(changeSummary).toEqual({ create: 3 });
    expect(api.requests).toEqual([]);
  });

  it("creation waits, says for what, and keeps no plain kubeconfig", async () => {
    api.answer("/readyz", { status: 503, body: "" });
    api.answer("/api/v1/nodes", {
      status: 200,
      body: { items: [node("a", "True", "KubeletReady"), node("b", "False", "KubeletNotReady")] },
    });
    let output = "";
    const { summary } = await stack.up({
      onOutput: (text) => {
        output += text;
        if (text.includes("answers 503")) api.answer("/readyz", { status: 200, body: "ok" });
      },
    });
    expect(summary.resourceChanges).toEqual({ create: 3 });
    expect(output).toContain("waiting for the Kubernetes API: https://127.0.0.1:");
    expect(output + everything(folder)).not.toContain(api.secret);
  });

  it("a renewed kubeconfig changes nothing and asks nobody", async () => {
    const before = api.requests.length;
    kubeconfig = `${api.kubeconfig}# renewed\n`;
    const { summary } = await stack.up();
    expect(summary.resourceChanges).toEqual({ same: 3 });
    expect(api.requests.length).toBe(before);
  });

  it("one more node is waited for in place", async () => {
    subjects = ["a", "b"];
    const { summary } = await stack.up({
      onOutput: (text) => {
        if (!text.includes("b (KubeletNotReady)")) return;
        const items = ["a", "b"].map((name) => node(name, "True", "KubeletReady"));
        api.answer("/api/v1/nodes", { status: 200, body: { items } });
      },
    });
    expect(summary.resourceChanges).toEqual({ same: 2, update: 1 });
  });

  it("one that never comes fails with what is missing and where to look", async () => {
    subjects = ["a", "b", "c"];
    limit = "2s";
    await expect(stack.up()).rejects.toThrow(
      /gave up after 2 s waiting for 3 nodes to be Ready: c \(not registered\)\. Look at `kubectl/,
    );
  });
});

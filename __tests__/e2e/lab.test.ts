import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { labPaths, type LabPaths } from "../../cli/lab/paths";
import type { LabReport } from "../../cli/lab/summary";
import { loadSpec } from "../../stacks";
import { engineState, lastChanges, stackOutputs } from "./support/engine-state";
import { labCommand, type Finished, type LabCommand } from "./support/lab-command";
import { leaksOf } from "./support/secrets";
import { describeWithTools } from "./support/tools";

jest.setTimeout(600_000);

const STACK = "lab";

/** The client certificate and the authority of a kubeconfig. */
function credentialsOf(kubeconfig: string) {
  const field = (name: string) =>
    Buffer.from(new RegExp(`${name}: "?([\\w+/=]+)`).exec(kubeconfig)?.[1] ?? "", "base64");
  return {
    certificate: new X509Certificate(field("client-certificate-data")),
    authority: field("certificate-authority-data").toString("utf8"),
  };
}

describeWithTools("the lab's command line", (tools) => {
  const spec = loadSpec(STACK);
  let lab: LabCommand;
  let paths: LabPaths;
  let preview: Finished;
  let unbuilt: boolean;
  let first: { readonly report: LabReport; readonly output: string };

  beforeAll(async () => {
    lab = labCommand();
    paths = labPaths(STACK, lab.folder);
    preview = await lab.run(["preview", "--json", "--stand-ins"]);
    unbuilt = !existsSync(path.join(paths.world, "kubernetes"));
    first = await lab.up(STACK);
  });
  afterAll(() => lab.remove(STACK));

  it("previews a stack that never was, before there is a cluster", () => {
    expect(preview).toMatchObject({ code: 0 });
    const { changes } = JSON.parse(preview.stdout) as { changes: Record<string, number> };
    expect(Object.keys(changes)).toEqual(["create"]);
    expect(changes["create"]).toBeGreaterThan(Object.keys(spec.nodes).length);
    expect(unbuilt).toBe(true);
  });

  it("brings the stack up from nothing, and every route is answered", () => {
    const { machines, gateways, urls, figures } = first.report;
    expect(machines).toEqual(
      Object.fromEntries(Object.keys(spec.nodes).map((name) => [name, "joined"])),
    );
    expect(gateways.map(({ name, address }) => [name, address])).toEqual(
      Object.values(spec.gateways).map(({ name, address }) => [name, address]),
    );
    for (const { routes, answered } of gateways) expect(answered).toBe(routes);
    expect(urls.filter(({ status }) => status === 0 || status >= 500)).toEqual([]);
    expect(new Set(urls.map(({ gateway }) => gateway)).size).toBe(gateways.length);
    expect(figures?.changed).toBeGreaterThan(Object.keys(spec.nodes).length);
  });

  it("shows the same when asked for the status", async () => {
    const { code, stdout } = await lab.run(["status", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(first.report);
  });

  it("runs kubectl against the cluster", async () => {
    const { code, stdout } = await lab.run(["kubectl", "get", "nodes", "-o", "json"]);
    expect(code).toBe(0);
    const { items } = JSON.parse(stdout) as {
      items: {
        metadata: { name: string };
        status: { conditions: { type: string; status: string }[] };
      }[];
    };
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual(
      Object.keys(spec.nodes).sort(),
    );
    for (const { status } of items) {
      expect(status.conditions).toContainEqual(
        expect.objectContaining({ type: "Ready", status: "True" }),
      );
    }
  });

  it("keeps no secret in plain in state, logs or output", async () => {
    const { sought, files, found } = await leaksOf(lab, spec, first.output);
    // The lab has databases, buckets and certificates: a handful would mean that it looks wrong.
    expect(sought).toBeGreaterThan(20);
    expect(files).toContain(`${STACK}/backend/.pulumi/stacks/hearth/${STACK}.json`);
    expect(files).toContain(`${STACK}/world/logs/kube-apiserver.log`);
    expect(found).toEqual([]);
  });

  it("changes nothing when run again", async () => {
    const { report } = await lab.up(STACK);
    expect(report.figures?.changed).toBe(0);
    expect(report.urls).toEqual(first.report.urls);
  });

  describe("with a kubeconfig whose certificate is about to end", () => {
    /** Longer than the year that the certificate lasts, so it is always due. */
    const due = { talos: { kubeconfigRenewal: "9000h" } };
    const kubeconfig = () => String(stackOutputs(lab, STACK, tools.pulumi)["kubeconfig"]);
    const identities = () =>
      Object.fromEntries(
        engineState(lab, STACK).resources.map(({ urn, id, created }) => [urn, [id, created]]),
      );
    let before: {
      readonly kubeconfig: string;
      readonly identities: object;
      readonly changes: Readonly<Record<string, number>>;
    };
    let after: string;

    beforeAll(async () => {
      before = {
        kubeconfig: kubeconfig(),
        identities: identities(),
        changes: lastChanges(lab, STACK),
      };
      await lab.up(STACK, due);
      after = kubeconfig();
    });

    it("renews it and replaces nothing", () => {
      const { same = 0, update = 0, ...others } = lastChanges(lab, STACK);
      expect(others).toEqual({});
      // The up before it changed nothing, so it counted every resource once.
      expect(before.changes).toEqual({ same: same + update });
      expect(update).toBeGreaterThan(0);
      expect(identities()).toEqual(before.identities);
    });

    it("has a new certificate of the same cluster, which the API takes", () => {
      const [old, renewed] = [before.kubeconfig, after].map(credentialsOf);
      expect(renewed?.certificate.fingerprint256).not.toBe(old?.certificate.fingerprint256);
      expect(renewed?.certificate.validToDate.getTime()).toBeGreaterThan(
        old?.certificate.validToDate.getTime() ?? Infinity,
      );
      expect(renewed?.authority).toBe(old?.authority);
      const file = path.join(lab.folder, "renewed-kubeconfig");
      writeFileSync(file, after, { mode: 0o600 });
      const whoami = ["auth", "whoami", "-o", "jsonpath={.status.userInfo.groups}"];
      const answer = execFileSync(tools.kubectl, ["--kubeconfig", file, ...whoami], {
        encoding: "utf8",
      });
      rmSync(file);
      expect(answer).toContain("system:masters");
    });

    it("keeps it from then on", async () => {
      await lab.up(STACK);
      expect(credentialsOf(kubeconfig()).certificate.fingerprint256).toBe(
        credentialsOf(after).certificate.fingerprint256,
      );
      expect((await lab.up(STACK)).report.figures?.changed).toBe(0);
    });
  });

  it("leaves no process and no file after down", async () => {
    expect(lab.processes().length).toBeGreaterThan(0);
    const { code, stdout } = await lab.run(["down"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `stopped the world of ${STACK} and removed it\n`,
    });
    await lab.quiet();
    expect(existsSync(paths.root)).toBe(false);
    expect(readdirSync(path.dirname(paths.root))).toEqual([]);
  });

  it("says what to do where no world runs", async () => {
    for (const args of [["status"], ["kubectl", "get", "nodes"]]) {
      expect(await lab.run(args)).toMatchObject({
        code: 1,
        stderr: `no world of ${STACK} is running; start one: npm run lab -- ${STACK}\n`,
      });
    }
  });
});

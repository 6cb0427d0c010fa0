import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { labPaths, type LabPaths } from "../../cli/lab/paths";
import type { LabReport } from "../../cli/lab/summary";
import { configKeys } from "../../spec/config-keys";
import { loadSpec } from "../../stacks";
import { filesOf, labCommand, type Finished, type LabCommand } from "./support/lab-command";
import { describeWithTools } from "./support/tools";

jest.setTimeout(600_000);

const STACK = "lab";

interface Secret {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** Shorter values, such as user names and ports, are found anywhere by chance. */
const SHORTEST_SECRET = 12;

/** What Secrets hold besides secrets: names and addresses that lead to what the secret opens. */
const NO_SECRET = new Set(["RESTIC_REPOSITORY", "ceph-username", "host", "issuer"]);

/** What somebody who reads a file would recognise: the values of all Secrets, plain and in base64. */
function needles(secrets: readonly Secret[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { metadata, data = {} } of secrets) {
    for (const [key, base64] of Object.entries(data)) {
      if (NO_SECRET.has(key)) continue;
      const value = Buffer.from(base64, "base64").toString("utf8");
      if (value.length < SHORTEST_SECRET || value.startsWith("-----BEGIN CERTIFICATE")) continue;
      const where = `${metadata.namespace}/${metadata.name}: ${key}`;
      found.set(value, where);
      found.set(JSON.stringify(value).slice(1, -1), where);
      found.set(base64, where);
    }
  }
  return found;
}

describeWithTools("the lab's command line", () => {
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
    const { stdout } = await lab.run(["kubectl", "get", "secrets", "-A", "-o", "json"]);
    const secrets = needles((JSON.parse(stdout) as { items: Secret[] }).items);
    const kubeconfig = readFileSync(paths.kubeconfig, "utf8");
    const key = /"?client-key-data"?: "?([\w+/=]+)/.exec(kubeconfig)?.[1];
    secrets.set(key ?? "", "the kubeconfig's key");
    for (const { key: name, secret } of configKeys(spec)) {
      if (secret === true) secrets.set(`lab-${name}`, `config key ${name}`);
    }
    // The lab has databases, buckets and certificates: a handful would mean that it looks wrong.
    expect(secrets.size).toBeGreaterThan(20);
    expect(key?.length).toBeGreaterThan(100);

    const files = filesOf(
      lab.folder,
      (file) =>
        // What the machines and etcd store is theirs; these two are the user's own, mode 0600.
        (!file.startsWith(`${STACK}/world/`) || file.startsWith(`${STACK}/world/logs/`)) &&
        ![`${STACK}/kubeconfig`, `${STACK}/passphrase`].includes(file),
    );
    expect([...files.keys()]).toContain(`${STACK}/backend/.pulumi/stacks/hearth/${STACK}.json`);
    expect([...files.keys()]).toContain(`${STACK}/world/logs/kube-apiserver.log`);
    files.set("output", first.output);
    const leaks = [...files].flatMap(([file, text]) =>
      [...secrets]
        .filter(([value]) => text.includes(value))
        .map(([, where]) => `${where} is in ${file}`),
    );
    expect(leaks).toEqual([]);
  });

  it("changes nothing when run again", async () => {
    const { report } = await lab.up(STACK);
    expect(report.figures?.changed).toBe(0);
    expect(report.urls).toEqual(first.report.urls);
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

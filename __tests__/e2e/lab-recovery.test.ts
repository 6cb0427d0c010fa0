import type { ChildProcess } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DestroyReport } from "../../cli/lab/destroy";
import { labPaths } from "../../cli/lab/paths";
import {
  cloudflareIds,
  clusterObjects,
  discrepancies,
  engineNotes,
  isProgrammed,
  nameOf,
  type ClusterObject,
} from "./support/holdings";
import { labCommand, type Finished } from "./support/lab-command";
import { describeWithTools } from "./support/tools";

jest.setTimeout(900_000);

const STACK = "lab";
const UP = [STACK, "--json", "--stand-ins"];
const DESTROY = ["destroy", "--json", "--stand-ins", "--unprotect"];
const AGREEMENT = { unknown: [], missing: [] };

/** What ends a command: a signal to it, or the end of everything at once, as in a power cut. */
type End = NodeJS.Signals | "power cut";

/** Where an up is ended: as soon as so many more resources of note are ready, of about 40. */
const ENDS: readonly (readonly [after: number, end: End])[] = [
  [0, "SIGKILL"],
  [1, "power cut"],
  [4, "SIGKILL"],
  [6, "SIGHUP"],
  [2, "SIGKILL"],
  [3, "power cut"],
  [4, "SIGKILL"],
];

/** One world through all that can happen to the command that makes it. */
describeWithTools("a lab whose commands are ended", () => {
  const lab = labCommand();
  const paths = labPaths(STACK, lab.folder);
  afterAll(() => lab.remove(STACK));

  /** Runs an up and does something as soon as `after` resources of note are ready. */
  const upUntil = (after: number, act: (child: ChildProcess) => void): Promise<Finished> => {
    let ready = 0;
    let acted = false;
    return lab.run(UP, (line, child) => {
      if (/ ready {3}/.test(line)) ready++;
      if (acted || !(after === 0 ? line.startsWith("World: ") : ready >= after)) return;
      acted = true;
      act(child);
    });
  };

  it("end in order with one Ctrl-C, and say how to go on", async () => {
    const { code, stdout, stderr } = await upUntil(2, (child) => child.kill("SIGINT"));
    expect(code).toBe(130);
    expect(stderr).toContain(
      "\nstopping: what has begun is brought to its end; Ctrl-C again ends it at once\n",
    );
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      `stopped; npm run lab -- ${STACK} goes on from here`,
    );
    expect(stderr + stdout).not.toMatch(/^\s+at .+:\d+|defect of the program/m);
    await lab.quiet();
    expect(engineNotes(lab, STACK).pending).toEqual([]);
    expect(engineNotes(lab, STACK).resources.length).toBeGreaterThan(0);
  });

  it("end at once with a second Ctrl-C", async () => {
    const { code } = await upUntil(1, (child) => {
      child.kill("SIGINT");
      child.kill("SIGTERM");
    });
    expect(code).toBe(130);
    await lab.quiet();
  });

  it("can be run again, wherever they were killed", async () => {
    const outcomes: unknown[] = [];
    for (const [after, end] of ENDS) {
      const { code } = await upUntil(after, (child) => {
        if (end === "power cut") lab.killAll();
        else child.kill(end);
      });
      outcomes.push([after, code]);
      // Whoever types the command again does not wait; only the last one is waited for.
    }
    expect(outcomes).toEqual(
      ENDS.map(([after, end]) => [after, end === "SIGHUP" ? 129 : "SIGKILL"]),
    );
    await lab.quiet();
  });

  it("refuse to work on what another one works on", async () => {
    let other: Promise<Finished> | undefined;
    const { code } = await upUntil(0, (child) => {
      other = Promise.all([lab.run(UP), lab.run(["down"])]).then(([up, down]) => {
        expect(down).toMatchObject({ code: 1 });
        child.kill("SIGKILL");
        return up;
      });
    });
    expect(code).toBe("SIGKILL");
    const refused = await other;
    expect(refused?.code).toBe(1);
    expect(refused?.stderr).toMatch(/^another command works on lab in the lab \(process \d+\)/);
  });

  it("then end in a whole world, with nothing lost and nothing twice", async () => {
    const { report } = await lab.up(STACK);
    expect(new Set(Object.values(report.machines))).toEqual(new Set(["joined"]));
    for (const { routes, answered } of report.gateways) expect(answered).toBe(routes);
    expect(report.urls.length).toBeGreaterThan(10);
    expect(await discrepancies(lab, STACK)).toEqual({
      cluster: AGREEMENT,
      cloudflare: AGREEMENT,
      state: AGREEMENT,
    });
    expect(engineNotes(lab, STACK).pending).toEqual([]);
    expect((await lab.up(STACK)).report.figures?.changed).toBe(0);
  });

  it("do not destroy what is protected", async () => {
    const before = engineNotes(lab, STACK).resources.length;
    const { code, stderr } = await lab.run(["destroy", "--json", "--stand-ins"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/lab is not destroyed, for \d+ of its resources are protected:\n/);
    expect(stderr).toContain("\n  talos-secrets (talos:machine/secrets:Secrets)\n");
    expect(stderr).toContain("npm run lab -- destroy lab --unprotect");
    expect(engineNotes(lab, STACK).resources).toHaveLength(before);
  });

  it("destroy all that the program made but what holds data, and tell when a machine refuses", async () => {
    const retained = engineNotes(lab, STACK)
      .resources.filter(({ retainOnDelete }) => retainOnDelete === true)
      .map(({ outputs }) => nameOf(outputs as ClusterObject));
    const programmed = async () =>
      (await clusterObjects(lab, STACK)).filter(isProgrammed).map(nameOf).sort();
    const before = await programmed();
    const faults = path.join(paths.world, "talos", "faults.json");
    writeFileSync(faults, JSON.stringify([{ machine: "*", rpc: "Reset", mode: "refuse" }]));
    const { code, stderr } = await lab.run(DESTROY, (line, child) => {
      // The cluster's own resources go after all that is in it.
      if (/ gone {4}cluster-api /.test(line)) child.kill("SIGINT");
    });
    expect(code).toBe(130);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      `stopped; npm run lab -- destroy ${STACK} --unprotect goes on from here`,
    );
    const left = await programmed();
    expect(left.filter((name) => !retained.includes(name))).toEqual([]);
    const data = (name: string) => /^(Namespace|PersistentVolumeClaim) /.test(name);
    expect(left.filter(data)).toEqual(before.filter(data));
    expect(left.filter(data).length).toBeGreaterThan(10);
    rmSync(faults);
  });

  it("go on with a destroy that was ended, until the machines are as they came", async () => {
    const { code, stdout } = await lab.run(DESTROY);
    expect(code).toBe(0);
    const { kept, machines } = JSON.parse(stdout) as DestroyReport;
    expect(kept).toEqual({});
    expect(new Set(Object.values(machines))).toEqual(new Set(["maintenance"]));
    expect(engineNotes(lab, STACK)).toEqual({ resources: [], pending: [] });
    expect(cloudflareIds(lab, STACK)).toEqual([]);
    expect(await lab.run(["kubectl", "get", "nodes"])).toMatchObject({
      code: 1,
      stderr: `the world of ${STACK} has no Kubernetes API yet; run: npm run lab -- ${STACK}\n`,
    });
  });

  it("leave no process and no file after down", async () => {
    expect((await lab.run(["down"])).code).toBe(0);
    await lab.quiet();
    expect(readdirSync(lab.folder)).toEqual([]);
  });
});

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { labPaths } from "../../cli/lab/paths";

import { openWorld } from "../../cli/lab/world-client";
import { worldRequest } from "../../cli/lab/world-request";
import type { LabInventory, LabMachine } from "../../lab/inventory";
import type { Fault } from "../../lab/simulator/faults";
import { loadSpec } from "../../stacks";
import { engineState } from "./support/engine-state";
import { labCommand, type StackChanges } from "./support/lab-command";
import { describeWithTools } from "./support/tools";

jest.setTimeout(300_000);

const STACK = "lab";

/** A fault of the machines, which are told apart by name and call; see lab/talos/sim/faults.go. */
interface MachineFault {
  readonly machine: string;
  readonly rpc: string;
  readonly mode: "refuse" | "delay" | "drop" | "crash";
  readonly times: number;
  readonly delayMs: number;
}

/** The stack's machines, but one of them is another. */
function withMachine(
  inventory: LabInventory,
  name: string,
  change: (machine: LabMachine) => LabMachine,
): LabInventory {
  const machines = inventory.machines.map((each) => (each.name === name ? change(each) : each));
  return { ...inventory, machines };
}

/** A machine whose USB disk is on another bus. */
const withoutUsb = ({ disks, ...machine }: LabMachine): LabMachine => ({
  ...machine,
  disks: disks.map((disk) =>
    disk.transport === "usb" ? { ...disk, device: "/dev/vda", transport: "virtio" } : disk,
  ),
});

/**
 * One world that has one trouble after the other; each up goes on where the last one stopped. Control
 * planes are configured one by one and workers after them, so the first troubles leave work for the
 * later ones.
 */
describeWithTools("an up of the lab in a world with faults", (tools) => {
  const lab = labCommand();
  const paths = labPaths(STACK, lab.folder);
  afterAll(() => lab.remove(STACK));

  const faultFile = (server: string) =>
    server === "talos"
      ? path.join(paths.world, "talos", "faults.json")
      : path.join(paths.world, "faults", `${server}.json`);
  const withFault = async <T>(server: string, fault: object, work: () => Promise<T>) => {
    mkdirSync(path.dirname(faultFile(server)), { recursive: true });
    writeFileSync(faultFile(server), JSON.stringify(fault));
    return work().finally(() => {
      rmSync(faultFile(server));
    });
  };

  /** Works in a world in which one machine is another than the stack's node asks for. */
  const inWorldWith = async <T>(
    name: string,
    change: (machine: LabMachine) => LabMachine,
    work: () => Promise<T>,
  ): Promise<T> => {
    const { inventory, ...request } = worldRequest(loadSpec(STACK), tools);
    const wish = { ...request, inventory: withMachine(inventory, name, change) };
    const world = await openWorld(paths, wish, () => undefined);
    const done = await work().finally(() => world.release());
    await lab.quiet();
    return done;
  };

  /**
   * An up that ends as a user's error does: exit code 1, how to go on, one line for each thing that
   * failed, no stack trace, no process, and no operation that the engine knows nothing of.
   *
   * @returns the lines
   */
  const failedUp = async (changes?: StackChanges): Promise<string[]> => {
    const { code, stderr } = await lab.run([STACK, "--json", "--stand-ins"], undefined, changes);
    const [output = "", told = ""] = stderr.split(
      `the up of ${STACK} failed; run it again to go on where it stopped\n`,
    );
    const lines = told.split("\n").slice(0, -1);
    expect({ code, lines, output }).toEqual({
      code: 1,
      lines: expect.arrayContaining([expect.any(String)]) as unknown,
      output: expect.not.stringMatching(/^\s+at .+:\d+/m) as unknown,
    });
    for (const line of lines) expect(line).toMatch(/^([a-z0-9-]+: .{20,}|and \d+ more, .+)$/);
    expect(engineState(lab, STACK).pending).toEqual([]);
    return lines;
  };

  it("tells of all that fails: a machine that lacks the disk of its config, Cloudflare's 503", async () => {
    const unavailable: Fault = { mode: "status", method: "POST", status: 503 };
    const lines = await inWorldWith("pi-02", withoutUsb, () =>
      withFault("cloudflare", [unavailable], failedUp),
    );
    expect(lines.sort()).toEqual([
      expect.stringMatching(
        /^cloudflare-tunnel: Cloudflare: POST \/accounts\/\S+: .*; HTTP 503, so .*: run again later$/,
      ),
      expect.stringMatching(
        /^talos-config-pi-02: applying .*: no disks matched the expression: disk\.transport .*; correct the node/,
      ),
    ]);
  });

  it("ends with the machine whose config is for another architecture", async () => {
    const pc = (machine: LabMachine): LabMachine => ({ ...machine, architecture: "amd64" });
    expect(await inWorldWith("pi-03", pc, failedUp)).toEqual([
      expect.stringMatching(
        /^talos-config-pi-03: .*machine\.install\.image: \S+ is for arm64, this machine is amd64; correct the node/,
      ),
    ]);
  });

  it("ends with the machine that does not answer, after the time that the stack gives it", async () => {
    const dead: MachineFault = {
      machine: "laptop-01",
      rpc: "ApplyConfiguration",
      mode: "crash",
      times: 1,
      delayMs: 3_600_000,
    };
    const lines = await withFault("talos", [dead], () =>
      failedUp({ timeouts: { machines: "15s" } }),
    );
    await lab.quiet();
    expect(lines).toEqual([
      expect.stringMatching(
        /^talos-config-laptop-01: applying the configuration of 10\.5\.0\.31: not done within 15s; last: 127\.0\.0\.1:\d+ does not answer .*: see that the machine is on/,
      ),
    ]);
  });

  it("ends when the API server stays full", async () => {
    const full: Fault = { mode: "status", status: 429, method: "PATCH" };
    const lines = await withFault("kubernetes", [full], failedUp);
    await lab.quiet();
    expect(lines).toContainEqual(
      expect.stringMatching(/: HTTP 429 Too many requests.*; the API server is full: see what/),
    );
  });

  it("ends when etcd has no space left", async () => {
    // Less than is used already: with more, only what the controllers write would fail at first.
    const lines = await withFault("etcd", { quotaBytes: 1_000_000 }, failedUp);
    await lab.quiet();
    expect(lines).toContainEqual(
      expect.stringMatching(/: etcdserver: mvcc: database space exceeded; etcd is full: give it/),
    );
  });

  it("ends well with all mended, though the API server is full now and then", async () => {
    const busy: Fault = { mode: "status", status: 429, method: "PATCH", times: 60 };
    const { report } = await withFault("kubernetes", [busy], () => lab.up(STACK));
    expect(new Set(Object.values(report.machines))).toEqual(new Set(["joined"]));
    for (const { routes, answered } of report.gateways) expect(answered).toBe(routes);
  });

  it("has nothing left to do then", async () => {
    expect((await lab.up(STACK)).report.figures?.changed).toBe(0);
    expect(engineState(lab, STACK).pending).toEqual([]);
  });
});

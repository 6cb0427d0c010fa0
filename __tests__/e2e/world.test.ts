import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { LabInventory, LabMachine } from "../../lab/inventory";
import { identify } from "../../lab/supervisor/identity";
import { startWorld, type World } from "../../lab/world/index";
import { eventually } from "./support/control-plane";
import { describeWithTools } from "./support/tools";

jest.setTimeout(180_000);
const run = promisify(execFile);

const machine = (name: string, number: number, architecture: "amd64" | "arm64"): LabMachine => ({
  name,
  architecture,
  address: `192.0.2.${number}`,
  cpus: 4,
  memoryMiB: 8192,
  disks: [
    {
      device: "/dev/nvme0n1",
      model: "Made Up 512",
      serial: `MU${number}`,
      sizeBytes: 512_000_000_000,
      transport: "nvme",
      rotational: false,
      byId: [],
    },
  ],
  nics: [{ name: "eth0", mac: `02:00:00:00:00:${number}`, driver: "e1000e", physical: true }],
});

const inventory: LabInventory = {
  cluster: "test",
  machines: [machine("alpha", 11, "arm64"), machine("beta", 12, "amd64")],
};

describeWithTools("the lab's world", (tools) => {
  let dir: string;
  let world: World;

  const start = async (): Promise<void> => {
    world = await startWorld(inventory, path.join(dir, "world"), {
      tools,
      cloudflare: { zones: ["example.com"], token: "made-up" },
    });
  };
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), "hearth-world-"));
    await start();
  });
  afterAll(async () => {
    await world.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const up = async (): Promise<{ changes: Record<string, number>; kubeconfig: string }> => {
    const program = path.join(__dirname, "support/provision.ts");
    const bins = [tools.pulumi, tools["pulumi-resource-talos"]].map((file) => path.dirname(file));
    const PATH = [...bins, process.env.PATH ?? ""].join(path.delimiter);
    const args = [path.join(dir, "stack"), JSON.stringify(world.endpoints)];
    const env = { ...process.env, PATH };
    await run(process.execPath, ["--require", "tsx/cjs", program, ...args], { env });
    return JSON.parse(readFileSync(path.join(dir, "stack/result.json"), "utf8")) as never;
  };
  const kubectl = async (kubeconfig: string, ...args: string[]): Promise<string> => {
    const file = path.join(dir, "kubeconfig");
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    const limit = ["--kubeconfig", file, "--request-timeout", "20s"];
    return (await run(tools.kubectl, [...limit, ...args])).stdout;
  };
  const ready = () =>
    eventually("a cluster", () => world.status().cluster === "ready" || undefined);

  it("offers every server on loopback, with machines in maintenance and no cluster", () => {
    const { nodes, kubernetes, cloudflare, imageFactory } = world.endpoints;
    expect(Object.keys(nodes).sort()).toEqual(["alpha", "beta"]);
    const urls = [
      ...Object.values(nodes).map((each) => `tcp://${each}`),
      kubernetes,
      cloudflare,
      imageFactory,
    ];
    expect(urls.map((url) => new URL(url).hostname)).toEqual(urls.map(() => "127.0.0.1"));
    expect(world.status()).toMatchObject({
      cluster: "not bootstrapped",
      machines: { alpha: "maintenance", beta: "maintenance" },
      processes: ["talos"],
    });
  });

  it("becomes a cluster by the machines' API alone, and its kubeconfig works", async () => {
    const { changes, kubeconfig } = await up();
    expect(changes).toEqual({ create: 6 });
    await ready();
    expect(world.status().machines).toEqual({ alpha: "joined", beta: "joined" });
    const nodes = JSON.parse(await kubectl(kubeconfig, "get", "nodes", "-o", "json")) as {
      items: { metadata: { name: string; labels: Record<string, string> } }[];
    };
    expect(
      nodes.items.map(({ metadata }) => [metadata.name, metadata.labels["kubernetes.io/arch"]]),
    ).toEqual([
      ["alpha", "arm64"],
      ["beta", "amd64"],
    ]);
    await kubectl(kubeconfig, "create", "configmap", "kept", "--from-literal=a=1");
  });

  it("starts its API server again when that is killed", async () => {
    const file = path.join(dir, "world/pids/kube-apiserver.json");
    const read = () => JSON.parse(readFileSync(file, "utf8")) as { pid: number };
    const { pid } = read();
    process.kill(pid, "SIGKILL");
    await eventually("another process", () => {
      const now = read().pid;
      return now !== pid && identify(now) !== undefined ? true : undefined;
    });
    const kubeconfig = readFileSync(path.join(dir, "kubeconfig"), "utf8");
    await eventually("the API", () => kubectl(kubeconfig, "get", "configmap", "kept"));
  });

  it("has the faults that it is told to have", async () => {
    const kubeconfig = readFileSync(path.join(dir, "kubeconfig"), "utf8");
    const faults = path.join(dir, "world/faults/kubernetes.json");
    writeFileSync(faults, JSON.stringify([{ mode: "refuse" }]));
    try {
      // A connection that is closed at once ends for the client in one way or the other.
      const closed = /EOF|connection reset by peer/;
      await expect(kubectl(kubeconfig, "get", "nodes")).rejects.toThrow(closed);
    } finally {
      rmSync(faults);
    }
    expect(await kubectl(kubeconfig, "get", "nodes")).toContain("alpha");
  });

  it("goes on where it stopped: same addresses, same cluster, nothing to change", async () => {
    const before = world.endpoints;
    await world.stop();
    await start();
    expect(world.endpoints).toEqual(before);
    await ready();
    const { changes, kubeconfig } = await up();
    expect(changes).toEqual({ same: 6 });
    expect(await kubectl(kubeconfig, "get", "configmap", "kept", "-o", "name")).toBe(
      "configmap/kept\n",
    );
  });
});

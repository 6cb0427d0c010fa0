import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { run } from "../../../cli/commands/doctor";
import { doctor } from "../../../cli/doctor";
import type { Check } from "../../../cli/doctor/check";
import { isAtLeast } from "../../../cli/doctor/machine";
import { matches } from "../../../cli/doctor/nodes";
import { parseDisks, type TalosDisk } from "../../../cli/doctor/talos-disks";
import { doctorText } from "../../../cli/doctor/text";
import type { World } from "../../../cli/doctor/world";
import { basePath, cloudflare } from "../../../lab/cloudflare/server";
import { createAuthority, issue } from "../../../lab/kubernetes/certificates";
import { serve, type HttpSimulator } from "../../../lab/simulator/http-simulator";
import { configKeys } from "../../../spec/config-keys";
import { loadSpec } from "../../../stacks";

const TOKEN = "a-token-of-the-test";
const spec = loadSpec("lab");
const plugins = { kubernetes: "4.34.2", talos: "0.8.1" };

/** A field of a protobuf message, by https://protobuf.dev/programming-guides/encoding/ */
const field = (number: number, content: string | Buffer | number): Buffer => {
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
  if (typeof content === "number") return Buffer.from([...varint(number * 8), ...varint(content)]);
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
};

const disk = (
  device: string,
  model: string,
  serial: string,
  size: number,
  kind: number,
  bus: string,
) =>
  field(
    2,
    Buffer.concat([
      field(1, size),
      field(2, model),
      field(3, device),
      field(5, serial),
      field(9, kind),
      field(10, bus),
    ]),
  );

const GIB = 2 ** 30;
const response = field(
  1,
  Buffer.concat([
    disk("/dev/sda", "Portable SSD", "S1", 119 * GIB, 1, "/pci0000:00/usb2/2-1"),
    disk("/dev/sdb", "SAMSUNG MZ7TD128", "S2", 119 * GIB, 1, "/pci0000:00/ata1"),
    disk("/dev/nvme0n1", "AirDisk 512GB SSD", "LAB0000001", 476 * GIB, 3, "/pci0000:00/nvme"),
  ]),
);

let folder: string;
let api: HttpSimulator;
let talos: Server;
let talosPort: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hearth-doctor-"));
  const account = cloudflare(
    { zones: ["lab.example.com"], token: TOKEN },
    join(folder, "state.json"),
  );
  api = await serve(account, 0, join(folder, "faults.json"));
  const authority = await createAuthority("maintenance");
  const pair = await issue(authority, {
    commonName: "maintenance",
    names: ["127.0.0.1"],
    usages: ["server"],
  });
  talos = new Server();
  talos.addService(
    {
      Disks: {
        path: "/storage.StorageService/Disks",
        requestStream: false,
        responseStream: false,
        requestSerialize: (value: Buffer) => value,
        requestDeserialize: (value: Buffer) => value,
        responseSerialize: (value: Buffer) => value,
        responseDeserialize: (value: Buffer) => value,
      },
    },
    {
      Disks: (_call: unknown, callback: (error: null, value: Buffer) => void) => {
        callback(null, response);
      },
    },
  );
  const credentials = ServerCredentials.createSsl(null, [
    { private_key: Buffer.from(pair.key), cert_chain: Buffer.from(pair.certificate) },
  ]);
  talosPort = await new Promise<number>((resolve, reject) => {
    talos.bindAsync("127.0.0.1:0", credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
});

afterAll(async () => {
  talos.forceShutdown();
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A computer on which everything is right; a test changes what it is about. */
function world(
  changes: Readonly<Record<string, string | undefined>> = {},
  taken: readonly string[] = [],
): World {
  const outputs: Record<string, string | undefined> = {
    version: "v3.250.0\n",
    whoami: '{"user":"me","url":"file://~"}',
    plugin: JSON.stringify(Object.entries(plugins).map(([name, version]) => ({ name, version }))),
    config: JSON.stringify(
      Object.fromEntries(
        configKeys(spec).map(({ key }) => [`hearth:${key}`, { value: TOKEN, secret: true }]),
      ),
    ),
    ...changes,
  };
  return {
    run: (_program, [first = ""]) => Promise.resolve(outputs[first]),
    probe: (host) =>
      Promise.resolve(host === "127.0.0.1" || taken.includes(host) ? "open" : "silent"),
  };
}

const endpoints = (port = talosPort) =>
  JSON.stringify({
    cloudflare: `${api.url}${basePath}`,
    nodes: Object.fromEntries(
      Object.keys(spec.nodes).map((name) => [name, `127.0.0.1:${String(port)}`]),
    ),
  });

const examine = (computer: World, override = endpoints(), nodeVersion = "24.9.0") =>
  doctor({ stack: "lab", spec, world: computer, nodeVersion, plugins, endpoints: override });

const unwell = (checks: readonly Check[]) => checks.filter(({ status }) => status !== "ok");

test("a machine, an account and nodes as the stack wants them are found well", async () => {
  const checks = await examine(world());
  expect(unwell(checks)).toEqual([]);
  const titles = checks.map(({ title }) => title);
  for (const name of Object.keys(spec.nodes)) expect(titles).toContain(`node ${name}`);
  expect(titles).toEqual(
    expect.arrayContaining([
      "config cloudflareApiToken",
      "Cloudflare zone lab.example.com",
      "Cloudflare tunnels",
      "node mini-01, Ceph disk 1",
      "address 10.5.0.10 (Kubernetes API)",
    ]),
  );
});

test.each<[string, Record<string, string | undefined>, string]>([
  ["no Pulumi CLI", { version: undefined }, "Pulumi CLI"],
  ["an old Pulumi CLI", { version: "v3.100.0" }, "Pulumi CLI"],
  ["nobody logged in", { whoami: undefined }, "Pulumi backend"],
  ["no stack", { config: undefined }, "stack and config"],
  ["a missing key", { config: "{}" }, "config cloudflareApiToken"],
  [
    "a secret in the open",
    { config: JSON.stringify({ "hearth:cloudflareApiToken": { value: TOKEN } }) },
    "config cloudflareApiToken",
  ],
  [
    "a wrong token",
    { config: JSON.stringify({ "hearth:cloudflareApiToken": { value: "wrong", secret: true } }) },
    "Cloudflare token",
  ],
])("%s fails with what to do", async (_what, changes, title) => {
  const found = (await examine(world(changes))).filter(({ status }) => status === "failed");
  expect(found.map((one) => one.title)).toContain(title);
  for (const { remedy } of found) expect(remedy).toMatch(/\w{3}/);
});

test("an old Node.js fails, a plugin that is missing only warns", async () => {
  const checks = await examine(world({ plugin: "[]" }), endpoints(), "20.1.0");
  expect(unwell(checks).map(({ title, status }) => [title, status])).toEqual([
    ["Node.js", "failed"],
    ["Pulumi plugins", "warned"],
  ]);
});

test("a zone that the token cannot see fails", async () => {
  const other = { ...spec, domain: "other.example.com" };
  const checks = await doctor({
    stack: "lab",
    spec: other,
    world: world(),
    nodeVersion: "24.9.0",
    plugins,
    endpoints: endpoints(),
  });
  expect(unwell(checks).map(({ title }) => title)).toEqual(["Cloudflare zone other.example.com"]);
});

test("a machine that is off fails, and its addresses are still looked at", async () => {
  const checks = await examine({ ...world(), probe: () => Promise.resolve("silent") });
  const nodes = checks.filter(({ title }) => title.startsWith("node "));
  expect(nodes).toHaveLength(Object.keys(spec.nodes).length);
  for (const { status, remedy } of nodes) {
    expect(status).toBe("failed");
    expect(remedy).toContain("boot it from its Talos image");
  }
});

test("a machine with a config is told from one in maintenance mode", async () => {
  const address = new URL(api.url);
  // Something that answers and speaks no TLS stands for a machine that refuses the call.
  const checks = await examine(world(), endpoints(Number(address.port)));
  const nodes = checks.filter(({ title }) => title.startsWith("node "));
  for (const { status } of nodes) expect(status).toBe("warned");
  expect(checks.find(({ title }) => title === "fixed addresses")?.status).toBe("skipped");
}, 30_000);

test("an address that another device has fails", async () => {
  const checks = await examine(world({}, ["10.5.0.10"]));
  expect(unwell(checks).map(({ title, status }) => [title, status])).toEqual([
    ["address 10.5.0.10 (Kubernetes API)", "failed"],
  ]);
});

test("a disk that is missing fails with the disks that are there", async () => {
  const [name = "", node] = Object.entries(spec.nodes)[0] ?? [];
  if (node === undefined) throw new Error("no node");
  const changed = {
    ...spec,
    nodes: { ...spec.nodes, [name]: { ...node, systemDisk: { model: "WD*" } } },
  };
  const checks = await doctor({
    stack: "lab",
    spec: changed,
    world: world(),
    nodeVersion: "24.9.0",
    plugins,
    endpoints: endpoints(),
  });
  expect(unwell(checks)).toEqual([
    expect.objectContaining({
      title: `node ${name}, system disk`,
      status: "failed",
      detail: expect.stringContaining("/dev/sdb (SAMSUNG MZ7TD128)") as string,
    }),
  ]);
});

test("no secret is shown", async () => {
  const checks = await examine(world());
  expect(doctorText("lab", checks) + JSON.stringify(checks)).not.toContain(TOKEN);
});

test("the exit code says whether a check failed", async () => {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const args = ["lab", "--json", "--endpoints", endpoints()];
    expect(await run(args, world({ whoami: undefined }))).toBe(1);
    expect(await run(args, world())).toBe(0);
  } finally {
    write.mockRestore();
  }
});

test("endpoints that are none are reported as config", async () => {
  await expect(examine(world(), "{")).rejects.toThrow("hearth:endpoints: is not JSON");
  await expect(examine(world(), '{"node":{}}')).rejects.toThrow("hearth:endpoints");
});

test("the listing of disks is read as Talos writes it", () => {
  expect(parseDisks(response)[2]).toEqual({
    size: 476 * GIB,
    model: "AirDisk 512GB SSD",
    device: "/dev/nvme0n1",
    serial: "LAB0000001",
    wwid: "",
    kind: "nvme",
    busPath: "/pci0000:00/nvme",
  });
  expect(parseDisks(Buffer.alloc(0))).toEqual([]);
});

test.each<[Parameters<typeof matches>[1], boolean]>([
  [{ device: "/dev/sda" }, true],
  [{ model: "SAMSUNG*" }, true],
  [{ model: "SAMSUNG" }, false],
  [{ transport: "sata" }, true],
  [{ transport: "nvme" }, false],
  [{ minSize: "100Gi" }, true],
  [{ minSize: "200Gi" }, false],
  [{ maxSize: "200Gi" }, true],
  [{ byId: "/dev/disk/by-id/ata-OTHER_S1" }, true],
  [{ byId: "/dev/disk/by-id/ata-SAMSUNG_MZ7TD128_S2" }, true],
  [{ byId: "/dev/disk/by-id/ata-OTHER_S2" }, false],
])("the selector %j matches: %s", (selector, expected) => {
  const one: TalosDisk = {
    size: 119 * GIB,
    model: "SAMSUNG MZ7TD128",
    device: "/dev/sda",
    serial: "S1",
    wwid: "",
    kind: "ssd",
    busPath: "/ata1",
  };
  expect(matches(one, selector)).toBe(expected);
});

test("versions are compared by number", () => {
  expect(isAtLeast("3.250.0", "3.238.0")).toBe(true);
  expect(isAtLeast("v3.238.0", "3.238.0")).toBe(true);
  expect(isAtLeast("3.99.0", "3.238.0")).toBe(false);
  expect(isAtLeast("24.9.0-rc.1", "22.0.0")).toBe(true);
});

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/commands/doctor";
import { doctor } from "../../../cli/doctor";
import type { Check } from "../../../cli/doctor/check";
import { checkImages } from "../../../cli/doctor/images";
import { isAtLeast } from "../../../cli/doctor/machine";
import { doctorText } from "../../../cli/doctor/text";
import type { World } from "../../../cli/doctor/world";
import { basePath, cloudflare } from "../../../lab/cloudflare/server";
import { inventoryOf } from "../../../lab/inventory-from-spec";
import { serve, type HttpSimulator } from "../../../lab/simulator/http-simulator";
import { configKeys } from "../../../spec/config-keys";
import { loadSpec } from "../../../stacks";
import { resourcesOf, startMachine, type FakeMachine } from "./fake-machine";

const TOKEN = "a-token-of-the-test";
const spec = loadSpec("lab");
const plugins = { kubernetes: "4.34.2", talos: "0.8.1" };

let folder: string;
let api: HttpSimulator;
let machines: ReadonlyMap<string, FakeMachine>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hearth-doctor-"));
  const account = cloudflare(
    { zones: ["lab.example.com"], token: TOKEN },
    join(folder, "state.json"),
  );
  api = await serve(account, 0, join(folder, "faults.json"));
  machines = new Map(
    await Promise.all(
      inventoryOf(spec).machines.map(
        async (one) => [one.name, await startMachine(resourcesOf(one))] as const,
      ),
    ),
  );
});

afterAll(async () => {
  for (const machine of machines.values()) machine.stop();
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

const endpoints = (port?: number) =>
  JSON.stringify({
    cloudflare: `${api.url}${basePath}`,
    nodes: Object.fromEntries(
      Object.keys(spec.nodes).map((name) => [
        name,
        `127.0.0.1:${String(port ?? machines.get(name)?.port)}`,
      ]),
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
      "node mini-01, NIC r8169",
      "node mini-01, interface lan",
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

test("an image that nobody publishes fails, with the app", () => {
  expect(checkImages(spec)).toEqual([]);
  const found = checkImages(loadSpec("home"));
  expect(found.map(({ title, status }) => [title, status])).toEqual([
    ["image of browser-use", "failed"],
    ["image of house-hunter", "failed"],
    ["image of rrda", "failed"],
  ]);
  expect(found[2]?.detail).toBe("registry.example.com/rrda stands for an image of your own");
  expect(found[2]?.remedy).toContain("take rrda out of the stack");
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

test("a machine that takes the connection and answers nothing fails", async () => {
  const mute = createServer();
  const sockets: Socket[] = [];
  mute.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((listening) => mute.listen(0, "127.0.0.1", listening));
  try {
    const checks = await examine(world(), endpoints((mute.address() as AddressInfo).port));
    const nodes = checks.filter(({ title }) => title.startsWith("node "));
    expect(nodes).toHaveLength(Object.keys(spec.nodes).length);
    for (const { status, detail } of nodes) {
      expect([status, detail]).toEqual(["failed", expect.stringContaining("answers nothing")]);
    }
  } finally {
    for (const socket of sockets) socket.destroy();
    mute.close();
  }
}, 30_000);

test("an address that another device has fails", async () => {
  const checks = await examine(world({}, ["10.5.0.10"]));
  expect(unwell(checks).map(({ title, status }) => [title, status])).toEqual([
    ["address 10.5.0.10 (Kubernetes API)", "failed"],
  ]);
});

test("an address is not called taken where everything answers, as behind a proxy", async () => {
  const checks = await examine({ ...world(), probe: () => Promise.resolve("open") });
  const addresses = checks.filter(({ title }) => title.startsWith("address "));
  expect(addresses.length).toBeGreaterThan(3);
  for (const { status, detail } of addresses) {
    expect([status, detail]).toEqual(["warned", expect.stringContaining("cannot be told")]);
  }
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

test("versions are compared by number", () => {
  expect(isAtLeast("3.250.0", "3.238.0")).toBe(true);
  expect(isAtLeast("v3.238.0", "3.238.0")).toBe(true);
  expect(isAtLeast("3.99.0", "3.238.0")).toBe(false);
  expect(isAtLeast("24.9.0-rc.1", "22.0.0")).toBe(true);
});

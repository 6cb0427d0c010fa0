import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { run } from "../../../cli/commands/init";
import type { Answers } from "../../../cli/init/answers";
import { answersFromFlags, flags, flagsOf } from "../../../cli/init/flags";
import { profiles } from "../../../cli/init/profiles";
import { askAll } from "../../../cli/init/questions";
import { stackInput } from "../../../cli/init/stack-input";
import { formatted } from "../../../cli/init/stack-source";
import { validate } from "../../../spec/validate";
import { validationContext } from "../../../stacks";
import * as hardware from "../../../stacks/hardware";

const PI = "name=pi-01,role=controlplane,hardware=raspberry-pi-4,address=192.168.7.11";
const MINI = "name=mini-01,role=worker,hardware=am06,address=192.168.7.21,disk=sata";
const base = {
  domain: "example.com",
  lan: "192.168.7.0/24",
  gateway: "192.168.7.1",
  vip: "192.168.7.200",
  "load-balancer": "192.168.7.220-192.168.7.239",
  internal: "192.168.7.238",
};
const argv = (name: string, changes: Readonly<Record<string, string>> = {}, nodes = [PI, MINI]) => [
  ...Object.entries({ name, ...base, ...changes }).flatMap(([flag, value]) => [`--${flag}`, value]),
  ...nodes.flatMap((node) => ["--node", node]),
];

let root: string;
let output: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hearth-init-"));
  mkdirSync(join(root, "stacks"));
  output = "";
  jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const written = () => [...readdirSync(root), ...readdirSync(join(root, "stacks"))].sort();
const NOTHING = ["stacks"];

it("writes a stack and its config, formatted as the tree", async () => {
  expect(await run([...argv("mine"), "--json"], root)).toBe(0);
  expect(written()).toEqual(["Pulumi.mine.yaml", "mine.ts", "stacks"]);
  const source = readFileSync(join(root, "stacks/mine.ts"), "utf8");
  expect(await formatted(source)).toBe(source);
  expect(source).toContain('import { am06, raspberryPi4 } from "./hardware";');
  expect(source).toContain('"raspberry-pi-4": raspberryPi4');
  expect(source.match(/renovate: datasource=docker/g)).toHaveLength(2);
  expect(JSON.parse(output)).toEqual({
    stack: "mine",
    files: ["stacks/mine.ts", "Pulumi.mine.yaml"],
    next: [
      "npm run plan -- mine",
      "pulumi login <backend> && pulumi stack init mine",
      "npm run doctor -- mine",
    ],
  });
});

it("names the secrets that the new stack needs", async () => {
  const more = { external: "192.168.7.239", "secret-store": "onepassword", vault: "home" };
  expect(await run([...argv("mine", more), "--tunnel"], root)).toBe(0);
  expect(output).toContain("pulumi config set --secret hearth:cloudflareApiToken --stack mine");
  expect(output).toContain(
    "hearth:onePasswordCredentials --stack mine < 1password-credentials.json",
  );
});

it("never replaces a file, and writes none beside it", async () => {
  await run(argv("mine"), root);
  rmSync(join(root, "Pulumi.mine.yaml"));
  const before = readFileSync(join(root, "stacks/mine.ts"), "utf8");
  await expect(run(argv("mine", { domain: "other.example.com" }), root)).rejects.toThrow(
    "stacks/mine.ts: is there already",
  );
  expect(readFileSync(join(root, "stacks/mine.ts"), "utf8")).toBe(before);
  expect(existsSync(join(root, "Pulumi.mine.yaml"))).toBe(false);
});

it.each([
  ["an address outside the LAN", { vip: "192.168.9.200" }, [PI], /network\.vip/],
  ["a range that is none", { "load-balancer": "192.168.7.220" }, [PI], /loadBalancer\.range/],
  ["a domain that is none", { domain: "example" }, [PI], /domain = "example"/],
  ["an unknown role", {}, [PI.replace("controlplane", "boss")], /nodes\.pi-01\.role/],
  ["an unknown profile", {}, [PI.replace("raspberry-pi-4", "pi5")], /nodes\.pi-01\.hardware/],
  ["no control plane", {}, [MINI], /control plane/],
  ["an unknown store", { "secret-store": "vault" }, [PI], /secretStore/],
  ["a name twice", {}, [PI, PI], /name=pi-01: is given twice/],
  ["a file of the folder", { name: "hardware" }, [PI], /is a file of stacks/],
  ["a name that leaves the folder", { name: "../mine" }, [PI], /not a DNS label/],
  ["a public gateway without tunnel", { external: "192.168.7.239" }, [PI], /--external/],
  ["a vault of no 1Password", { vault: "home" }, [PI], /--vault: only 1Password/],
  [
    "a mail address that nobody warns",
    { email: "a@example.com" },
    [PI],
    /--email: without a tunnel/,
  ],
  ["an unknown field of a node", {}, [`${PI},adress=1`], /did you mean "address"/],
])("refuses %s and writes nothing", async (_what, changes, nodes, message) => {
  await expect(run(argv("mine", changes, nodes), root)).rejects.toThrow(message);
  expect(written()).toEqual(NOTHING);
});

it("names all missing flags at once", async () => {
  await expect(run(["--name", "mine"], root)).rejects.toThrow(
    /--domain: [^]*--lan: [^]*--gateway: [^]*--load-balancer: [^]*--internal: [^]*--node: /,
  );
});

it("asks no one where no one is there", async () => {
  const { isTTY } = process.stdin;
  process.stdin.isTTY = false;
  try {
    await expect(run([], root)).rejects.toThrow("nobody is there to ask");
  } finally {
    process.stdin.isTTY = isTTY;
  }
});

it("offers every profile that Talos can run on", () => {
  const supported = Object.entries(hardware).filter(([, { supported: can }]) => can !== false);
  expect(
    Object.values(profiles)
      .map(({ identifier }) => identifier)
      .sort(),
  ).toEqual(supported.map(([identifier]) => identifier).sort());
});

it("asks until an answer can be right, and what it asked for is a valid stack", async () => {
  const typed = [
    "mine",
    "not a domain",
    "example.com",
    "Europe/Zurich",
    "192.168.7.0/24",
    "",
    "192.168.7.50-192.168.7.150",
    "",
    "",
    "",
    "yes",
    "192.168.7.238",
    "admin@example.com",
    "onepassword",
    "",
    "pi-01",
    "",
    "raspberry-pi-4",
    "192.168.7.11",
    "",
    "yes",
    "mini-01",
    "worker",
    "am06",
    "192.168.7.21",
    "/dev/sda",
    "no",
  ];
  const said: string[] = [];
  const answers = await askAll(
    () => Promise.resolve(typed.shift() ?? "nothing is left to answer"),
    (line) => said.push(line),
  );
  expect(typed).toEqual([]);
  expect(said).toEqual([expect.stringContaining('"not a domain" is not a domain name; write')]);
  const input = stackInput(answers, { talos: "v1.12.4", kubernetes: "v1.35.1" });
  const spec = validate("stacks/mine.ts", input, validationContext);
  expect(spec.network.vip).toBe("192.168.7.200");
  expect(spec.gateways.internal?.address).toBe("192.168.7.239");
  expect(spec.nodes["pi-01"]?.systemDisk).toEqual({ transport: "usb" });
  expect(spec.nodes["mini-01"]?.systemDisk).toEqual({ device: "/dev/sda" });
  expect(spec.secretStore).toEqual({ provider: "onepassword", vault: "mine" });
});

it("gives answers that do not fit together back as a command, which is read the same", () => {
  const answers: Answers = {
    name: "mine",
    domain: "example.com",
    timeZone: "Europe/Zurich",
    lan: "192.168.7.0/24",
    gateway: "192.168.7.1",
    dhcp: "",
    vip: "192.168.9.200",
    loadBalancer: "192.168.7.220-192.168.7.239",
    internal: "192.168.7.239",
    external: "192.168.7.238",
    tunnel: true,
    email: "admin@example.com",
    secretStore: "onepassword",
    vault: "it's mine",
    nodes: [
      {
        name: "pi-01",
        role: "controlplane",
        hardware: "raspberry-pi-4",
        address: "192.168.7.11",
        disk: "Portable SSD",
      },
    ],
  };
  const command = flagsOf(answers);
  const words = execFileSync("sh", ["-c", command.replace("npm run init --", "printf '%s\\n'")], {
    encoding: "utf8",
  });
  const { values } = parseArgs({ args: words.trimEnd().split("\n"), options: flags });
  expect(answersFromFlags(values)).toEqual(answers);
});

it("writes a stack that the program plans", () => {
  const tree = join(__dirname, "../../..");
  for (const part of [
    "catalog",
    "cli",
    "components",
    "lab",
    "policy",
    "provider",
    "schema",
    "spec",
    "stacks",
  ]) {
    if (existsSync(join(tree, part)))
      cpSync(join(tree, part), join(root, part), { recursive: true });
  }
  for (const file of ["index.ts", "config.ts", "versions.ts", "package.json", "tsconfig.json"]) {
    cpSync(join(tree, file), join(root, file));
  }
  symlinkSync(join(tree, "node_modules"), join(root, "node_modules"));
  const hearth = (...args: readonly string[]) =>
    execFileSync(process.execPath, ["cli/hearth.cjs", ...args], { cwd: root, encoding: "utf8" });
  hearth("init", ...argv("mine"));
  const plan = JSON.parse(hearth("plan", "mine", "--json")) as {
    readonly resources: readonly { readonly name: string }[];
  };
  const names = plan.resources.map(({ name }) => name);
  expect(names).toContain("talos-config-pi-01");
  expect(names).toContain("talos-config-mini-01");
}, 60_000);

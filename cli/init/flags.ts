import type { ParseArgsConfig } from "node:util";
import { suggestion } from "../../spec/nearest";
import { UserError } from "../../spec/report";
import { usualDisk, type Answers, type NodeAnswer } from "./answers";

/** The flags of `init`. */
export const flags = {
  name: { type: "string" },
  domain: { type: "string" },
  "time-zone": { type: "string" },
  lan: { type: "string" },
  gateway: { type: "string" },
  dhcp: { type: "string" },
  vip: { type: "string" },
  "load-balancer": { type: "string" },
  internal: { type: "string" },
  external: { type: "string" },
  tunnel: { type: "boolean" },
  email: { type: "string" },
  "secret-store": { type: "string" },
  vault: { type: "string" },
  node: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** The values of the flags as they were given. */
export interface FlagValues {
  readonly name?: string | undefined;
  readonly domain?: string | undefined;
  readonly "time-zone"?: string | undefined;
  readonly lan?: string | undefined;
  readonly gateway?: string | undefined;
  readonly dhcp?: string | undefined;
  readonly vip?: string | undefined;
  readonly "load-balancer"?: string | undefined;
  readonly internal?: string | undefined;
  readonly external?: string | undefined;
  readonly tunnel?: boolean | undefined;
  readonly email?: string | undefined;
  readonly "secret-store"?: string | undefined;
  readonly vault?: string | undefined;
  readonly node?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

/** What cannot be guessed, with an example. */
const REQUIRED = {
  name: "home",
  domain: "example.com",
  lan: "192.168.0.0/24",
  gateway: "192.168.0.1",
  "load-balancer": "192.168.0.220-192.168.0.239",
  internal: "192.168.0.238",
} as const;

/**
 * The answers that the flags give.
 *
 * @throws UserError with a line for every flag that is missing or cannot be read
 */
export function answersFromFlags(values: FlagValues): Answers {
  const problems: string[] = [];
  for (const [flag, example] of Object.entries(REQUIRED)) {
    if (values[flag as keyof typeof REQUIRED] === undefined) {
      problems.push(`--${flag}: is missing; add it, e.g. --${flag} ${example}`);
    }
  }
  const tunnel = values.tunnel === true;
  if (tunnel && values.external === undefined) {
    problems.push(
      "--external: is missing; a tunnel leads to a public gateway: add its address, e.g. --external 192.168.0.239",
    );
  }
  if (!tunnel && values.external !== undefined) {
    problems.push(
      "--external: nothing leads there from the Internet without a tunnel; add --tunnel, or remove it",
    );
  }
  if (values["secret-store"] === "onepassword" && values.vault === undefined) {
    problems.push("--vault: is missing; 1Password needs one: add it, e.g. --vault home");
  }
  if (values["secret-store"] !== "onepassword" && values.vault !== undefined) {
    problems.push(
      "--vault: only 1Password has vaults; add --secret-store onepassword, or remove it",
    );
  }
  if (!tunnel && values.email !== undefined) {
    problems.push(
      "--email: without a tunnel the certificate is self-signed and nobody is warned; add --tunnel, or remove it",
    );
  }
  if (values.node === undefined) {
    problems.push(
      "--node: is missing; add one for every machine, e.g. --node name=pi-01,role=controlplane,hardware=raspberry-pi-4,address=192.168.0.211,disk=usb",
    );
  }
  const nodes = (values.node ?? []).map((text) => nodeFromFlag(text, problems));
  if (problems.length > 0) throw new UserError(problems);
  return {
    name: values.name ?? "",
    domain: values.domain ?? "",
    timeZone: values["time-zone"] ?? "Etc/UTC",
    lan: values.lan ?? "",
    gateway: values.gateway ?? "",
    dhcp: values.dhcp ?? "",
    vip: values.vip ?? "",
    loadBalancer: values["load-balancer"] ?? "",
    internal: values.internal ?? "",
    external: values.external ?? "",
    tunnel,
    email: values.email ?? "",
    secretStore: values["secret-store"] ?? "generated",
    vault: values.vault ?? "",
    nodes,
  };
}

/** The command that gives the same answers by flags. */
export function flagsOf(answers: Answers): string {
  const { nodes, tunnel, secretStore, vault } = answers;
  const values: [string, string][] = [
    ["name", answers.name],
    ["domain", answers.domain],
    ["time-zone", answers.timeZone],
    ["lan", answers.lan],
    ["gateway", answers.gateway],
    ["dhcp", answers.dhcp],
    ["vip", answers.vip],
    ["load-balancer", answers.loadBalancer],
    ["internal", answers.internal],
    ["external", answers.external],
    ["email", answers.email],
    ["secret-store", secretStore],
    ["vault", secretStore === "onepassword" ? vault : ""],
    ...nodes.map((node): [string, string] => [
      "node",
      NODE_FIELDS.map((field) => `${field}=${node[field]}`).join(","),
    ]),
  ];
  return [
    "npm run init --",
    ...values.flatMap(([flag, value]) => (value === "" ? [] : [`--${flag} ${quoted(value)}`])),
    ...(tunnel ? ["--tunnel"] : []),
  ].join(" \\\n  ");
}

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const NODE_FIELDS = ["name", "role", "hardware", "address", "disk"] as const;

function nodeFromFlag(text: string, problems: string[]): NodeAnswer {
  const fields = new Map<string, string>();
  for (const part of text.split(",")) {
    const [key = "", ...rest] = part.split("=");
    if (!(NODE_FIELDS as readonly string[]).includes(key)) {
      problems.push(
        `--node ${text}: ${JSON.stringify(key)} is no field of a node; ${suggestion(key, NODE_FIELDS)}`,
      );
    } else if (fields.has(key)) {
      problems.push(`--node ${text}: ${key} is given twice; keep one`);
    }
    fields.set(key, rest.join("="));
  }
  for (const field of ["name", "role", "hardware", "address"]) {
    if ((fields.get(field) ?? "") === "") {
      problems.push(`--node ${text}: ${field} is missing; add ${field}=…`);
    }
  }
  const hardware = fields.get("hardware") ?? "";
  return {
    name: fields.get("name") ?? "",
    role: fields.get("role") ?? "",
    hardware,
    address: fields.get("address") ?? "",
    disk: fields.get("disk") ?? usualDisk(hardware),
  };
}

import { isIP } from "node:net";
import type { z } from "zod";
import { address, formatAddress, network } from "../../spec/address";
import { cidr, dnsLabel, domainName, ipv4, REMEDY, timeZone } from "../../spec/primitives";
import { usualDisk, type Answers, type NodeAnswer } from "./answers";
import { profiles } from "./profiles";

/** Asks one question and gives the line that was typed. */
export type Ask = (question: string) => Promise<string>;

/** Asks for everything, one question at a time; an answer that cannot be right is asked again. */
export async function askAll(ask: Ask, say: (line: string) => void): Promise<Answers> {
  const question = questioner(ask, say);
  const name = await question("Name of the stack", { default: "home", check: matches(dnsLabel) });
  const domain = await question("Domain of all hosts", { check: matches(domainName) });
  const zone = await question("Time zone", {
    default: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    check: matches(timeZone),
  });
  const lan = await question("LAN", { default: "192.168.0.0/24", check: matches(cidr) });
  const { first, last } = network(lan);
  const gateway = await question("Router", {
    default: formatAddress(first + 1),
    check: matches(ipv4),
  });
  const dhcp = await question("DHCP range, first-last, or none", {
    default: "none",
    check: optional(isRange),
  });
  const vip = await question("Address of the Kubernetes API that moves (VIP), or none", {
    default: formatAddress(last - 55),
    check: optional(matches(ipv4)),
  });
  const loadBalancer = await question("Load-balancer addresses, first-last", {
    default: `${formatAddress(last - 35)}-${formatAddress(last - 16)}`,
    check: isRange,
  });
  const end = loadBalancer.split("-")[1] ?? loadBalancer;
  const internal = await question("Address of the internal gateway", {
    default: end,
    check: matches(ipv4),
  });
  const tunnel = await yes(question, "A Cloudflare tunnel, so that the Internet reaches some apps");
  const external = tunnel
    ? await question("Address of the external gateway", {
        default: formatAddress(address(internal) - 1),
        check: matches(ipv4),
      })
    : "";
  const email = tunnel
    ? await question("Mail address for Let's Encrypt, or none", {
        default: "none",
        check: optional(() => undefined),
      })
    : "";
  const secretStore = await question("Secret store: onepassword, akeyless or generated", {
    default: "generated",
    check: oneOf(["onepassword", "akeyless", "generated"]),
  });
  const vault =
    secretStore === "onepassword"
      ? await question("Vault of 1Password", { default: name, check: () => undefined })
      : "";
  const nodes: NodeAnswer[] = [];
  do nodes.push(await askNode(question, nodes.length + 1));
  while (await yes(question, "Another machine"));
  return {
    name,
    domain,
    timeZone: zone,
    lan,
    gateway,
    dhcp: orNone(dhcp),
    vip: orNone(vip),
    loadBalancer,
    internal,
    external,
    tunnel,
    email: orNone(email),
    secretStore,
    vault,
    nodes,
  };
}

async function askNode(question: Question, index: number): Promise<NodeAnswer> {
  const name = await question(`Machine ${String(index)}: host name`, { check: matches(dnsLabel) });
  const role = await question("  role: controlplane or worker", {
    default: "controlplane",
    check: oneOf(["controlplane", "worker"]),
  });
  const known = Object.keys(profiles);
  const hardware = await question(`  hardware: ${known.join(", ")}`, { check: oneOf(known) });
  const own = await question("  address", { check: matches(ipv4) });
  const disk = await question("  disk for Talos: bus, /dev/… or model", {
    default: usualDisk(hardware),
    check: (value) => (value === "" ? "say which disk" : undefined),
  });
  return { name, role, hardware, address: own, disk };
}

/** What is wrong with an answer, undefined for nothing. */
type Check = (value: string) => string | undefined;

type Question = (
  text: string,
  options: { readonly default?: string; readonly check: Check },
) => Promise<string>;

const questioner =
  (ask: Ask, say: (line: string) => void): Question =>
  async (text, { default: usual, check }) => {
    for (;;) {
      const typed = (await ask(usual === undefined ? `${text}: ` : `${text} [${usual}]: `)).trim();
      const value = typed === "" ? (usual ?? "") : typed;
      const wrong = check(value);
      if (wrong === undefined) return value;
      say(`  ${JSON.stringify(value)} ${wrong}`);
    }
  };

const matches =
  (schema: z.ZodType): Check =>
  (value) =>
    schema.safeParse(value).error?.issues[0]?.message.replace(REMEDY, "; ");

const oneOf =
  (known: readonly string[]): Check =>
  (value) =>
    known.includes(value) ? undefined : `is none of ${known.join(", ")}`;

const optional =
  (check: Check): Check =>
  (value) =>
    value === "none" ? undefined : check(value);

const isRange: Check = (value) => {
  const [start = "", end = "", ...rest] = value.split("-");
  return isIP(start) === 4 && isIP(end) === 4 && rest.length === 0
    ? undefined
    : "is no range; write it as first-last, e.g. 192.168.0.220-192.168.0.239";
};

const orNone = (value: string): string => (value === "none" ? "" : value);

async function yes(question: Question, text: string): Promise<boolean> {
  return (await question(text, { default: "no", check: oneOf(["yes", "no"]) })) === "yes";
}

import { table } from "../terminal/layout";
import type { flags } from "./flags";
import { profiles } from "./profiles";

/** What every flag of `init` is for. */
const MEANINGS: Readonly<Record<keyof typeof flags, string>> = {
  name: "name of the stack and its file, e.g. home",
  domain: "domain of all hosts, e.g. example.com",
  "time-zone": "e.g. Europe/Zurich; Etc/UTC where absent",
  lan: "network of the machines, e.g. 192.168.0.0/24",
  gateway: "its router, e.g. 192.168.0.1",
  dhcp: "what its DHCP server hands out, e.g. 192.168.0.100-192.168.0.150",
  vip: "free address for the Kubernetes API, e.g. 192.168.0.200",
  "load-balancer": "free addresses for Services, e.g. 192.168.0.220-192.168.0.239",
  internal: "one of them for the gateway in the LAN, e.g. 192.168.0.238",
  external: "one of them for the gateway behind the tunnel, with --tunnel",
  tunnel: "a Cloudflare tunnel, so that the Internet reaches some apps",
  email: "address that Let's Encrypt warns",
  "secret-store": "onepassword, akeyless or generated (the default)",
  vault: "vault of 1Password",
  node: "a machine: name=,role=,hardware=,address=[,disk=]; once for each",
  json: "prints what was written as JSON",
};

const EXAMPLE = `npm run init -- --name mine --domain example.com --lan 192.168.0.0/24 \\
  --gateway 192.168.0.1 --load-balancer 192.168.0.220-192.168.0.239 --internal 192.168.0.238 \\
  --node name=pi-01,role=controlplane,hardware=raspberry-pi-4,address=192.168.0.211,disk=usb`;

/** The flags of `init`, as `--help` shows them. */
export function flagsHelp(): string {
  const rows = Object.entries(MEANINGS).map(([flag, meaning]) => [`  --${flag}`, meaning]);
  const known = Object.entries(profiles).map(([key, { profile }]) => [
    `  ${key}`,
    profile.description,
  ]);
  return [
    "",
    "Without flags it asks. With flags it takes everything from them:",
    ...table(rows),
    "",
    "Hardware that is known; a machine of another kind gets a profile first (docs/hardware.md):",
    ...table(known),
    "",
    "Role is controlplane or worker. Disk is a bus (nvme, sata, mmc, usb), a path or a model.",
    "",
    "For example:",
    EXAMPLE.replaceAll(/^/gm, "  "),
    "",
  ].join("\n");
}

import type { ClusterInput } from "../../spec/cluster";
import type { Answers, NodeAnswer } from "./answers";
import { profiles } from "./profiles";

/** Versions that a new stack starts with. */
export interface StartVersions {
  /** With a leading v. */
  readonly talos: string;
  /** With a leading v. */
  readonly kubernetes: string;
}

/** Apps of a new stack: one that answers on each gateway that it has, so that the way in can be tried. */
const startApps = (tunnel: boolean) => ({
  openspeedtest: {},
  reloader: {},
  ...(tunnel ? { whoami: {} } : {}),
});

/** The stack that the answers describe, as it would be written. It may still be invalid. */
export function stackInput(answers: Answers, versions: StartVersions): ClusterInput {
  const { name, domain, timeZone, lan, gateway, dhcp, vip, tunnel, email } = answers;
  const used = [...new Set(answers.nodes.map(({ hardware }) => hardware))];
  return {
    name,
    domain,
    timeZone,
    talos: {
      version: versions.talos,
      contractVersion: versions.talos.split(".").slice(0, 2).join("."),
    },
    kubernetes: {
      version: versions.kubernetes,
      scheduleOnControlPlanes: answers.nodes.every(({ role }) => role === "controlplane"),
    },
    network: {
      lan: { cidr: lan, gateway, ...(dhcp === "" ? {} : { dhcp: pair(dhcp) }) },
      ...(vip === "" ? {} : { vip }),
      loadBalancer: { range: pair(answers.loadBalancer) },
    },
    gateways: {
      internal: { address: answers.internal, exposure: "private" },
      ...(tunnel ? { external: { address: answers.external, exposure: "public" as const } } : {}),
    },
    ingress: tunnel
      ? {
          cloudflare: { tunnel: { gateway: "external" } },
          certificates: {
            issuer: "letsencrypt-production",
            ...(email === "" ? {} : { email }),
          },
        }
      : { certificates: { issuer: "self-signed" } },
    hardware: Object.fromEntries(
      used.flatMap((key) => {
        const known = profiles[key];
        return known === undefined ? [] : [[key, known.profile]];
      }),
    ),
    nodes: Object.fromEntries(answers.nodes.map((node) => [node.name, nodeInput(node)])),
    storage: { local: {} },
    secretStore: secretStoreInput(answers),
    apps: startApps(tunnel),
  };
}

/** A role or a store that does not exist is left to the spec's report, which names what does. */
function nodeInput({ role, hardware, address, disk }: NodeAnswer) {
  return {
    role: role as ClusterInput["nodes"][string]["role"],
    hardware,
    address,
    systemDisk: diskInput(disk),
  };
}

const BUSES = new Set(["nvme", "sata", "mmc", "usb", "virtio"]);

function diskInput(disk: string): ClusterInput["nodes"][string]["systemDisk"] {
  if (disk.startsWith("/dev/disk/by-id/")) return { byId: disk };
  if (disk.startsWith("/dev/")) return { device: disk };
  if (BUSES.has(disk)) return { transport: disk as "nvme" };
  return disk === "" ? {} : { model: disk };
}

function secretStoreInput({ secretStore, vault }: Answers): ClusterInput["secretStore"] {
  return secretStore === "onepassword"
    ? { provider: "onepassword", vault }
    : { provider: secretStore as "generated" };
}

/** `a-b` as a range; what is no range becomes one that the report names. */
function pair(text: string): { start: string; end: string } {
  const [start = "", end = ""] = text.split("-");
  return { start: start.trim(), end: end.trim() };
}

import type { ClusterInput, ClusterSpec } from "../../../spec/cluster";
import { nodesOf, type NamedNode } from "../../../spec/queries";
import { check } from "../../../spec/validate";

type Input = Partial<ClusterInput>;
export type Profile = ClusterInput["hardware"][string];
export type NodeInput = ClusterInput["nodes"][string];

/** A Raspberry Pi with the fan steps of its PoE HAT. */
export const pi: Profile = {
  description: "Raspberry Pi 4",
  architecture: "arm64",
  board: "rpi_generic",
  overlay: {
    name: "rpi_generic",
    image: "siderolabs/sbc-raspberrypi",
    configTxtAppend: [
      "# PoE Hat Fan Speeds",
      "dtoverlay=rpi-poe",
      "dtparam=poe_fan_temp0=50000",
      "dtparam=poe_fan_temp1=60000",
      "dtparam=poe_fan_temp2=70000",
      "dtparam=poe_fan_temp3=80000",
    ].join("\n"),
  },
  extensions: ["siderolabs/util-linux-tools"],
  cpus: 4,
  memoryMiB: 3791,
  nics: [{ driver: "bcmgenet", speedMbps: 1000 }],
};

/** A PC with 16 GB. */
export const pc: Profile = {
  description: "PC",
  architecture: "amd64",
  extensions: ["siderolabs/amd-ucode", "siderolabs/amdgpu-firmware"],
  cpus: 8,
  memoryMiB: 16384,
  nics: [{ driver: "r8169", speedMbps: 1000 }],
};

const base: ClusterInput = {
  name: "small",
  domain: "example.com",
  timeZone: "Etc/UTC",
  talos: { version: "v1.12.4", contractVersion: "v1.12" },
  kubernetes: { version: "v1.35.1" },
  network: {
    lan: { cidr: "192.168.0.0/24", gateway: "192.168.0.1" },
    vip: "192.168.0.200",
    loadBalancer: { range: { start: "192.168.0.220", end: "192.168.0.239" } },
  },
  gateways: {},
  ingress: { certificates: { issuer: "self-signed" } },
  hardware: { pi, pc },
  nodes: {
    "cp-1": {
      role: "controlplane",
      hardware: "pi",
      address: "192.168.0.11",
      systemDisk: { transport: "usb" },
    },
    "worker-1": {
      role: "worker",
      hardware: "pc",
      address: "192.168.0.21",
      systemDisk: { device: "/dev/nvme0n1" },
    },
  },
  secretStore: { provider: "generated" },
  apps: {},
};

/** A small valid cluster with what a test changes of it. */
export function small(change: Input = {}): ClusterSpec {
  const result = check(
    { ...base, ...change },
    { catalog: {}, pins: { cilium: "1.19.1", rook: "v1.19.1" } },
  );
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.spec;
}

/** {@link small} with one node, `node`, that has what a test is about. */
export function withNode(change: Partial<NodeInput>, rest: Input = {}): ClusterSpec {
  const { "cp-1": first } = base.nodes;
  if (first === undefined) throw new Error("no cp-1");
  return small({
    ...rest,
    nodes: {
      "cp-1": first,
      node: {
        role: "worker",
        hardware: "pc",
        address: "192.168.0.31",
        systemDisk: { device: "/dev/nvme0n1" },
        ...change,
      },
    },
  });
}

/** A node of a spec with its name and profile. */
export function named(spec: ClusterSpec, name: string): NamedNode {
  const found = nodesOf(spec).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

/** The documents of a kind. */
export function ofKind(
  documents: readonly Readonly<Record<string, unknown>>[],
  kind: string,
): Readonly<Record<string, unknown>>[] {
  return documents.filter((document) => document["kind"] === kind);
}

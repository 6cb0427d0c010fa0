import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf, type NamedNode } from "../../spec/queries";
import { box, fit, LINE, picture, text, WIDTH, wrapText } from "./svg";

const MARGIN = 16;
const GAP = 12;
const COLUMNS = 3;
const PADDING = 12;

/** The machines of a cluster in their networks. */
export function machinesPicture(spec: ClusterSpec): string {
  const inner = WIDTH - 2 * MARGIN - 2 * PADDING;
  const parts: string[] = [];
  let y = 48;

  const { lan } = spec.network;
  const top = y;
  y += 24;
  const zone: string[] = [
    text(MARGIN + PADDING, y, `LAN ${lan.cidr}`, { bold: true }),
    text(
      WIDTH - MARGIN - PADDING,
      y,
      [
        `router ${lan.gateway}`,
        ...(lan.dhcp === undefined ? [] : [`DHCP ${lan.dhcp.start} to ${lan.dhcp.end}`]),
      ].join(", "),
      { quiet: true, anchor: "end" },
    ),
  ];
  y += GAP;

  const width = (inner - (COLUMNS - 1) * GAP) / COLUMNS;
  const cards = [
    ...nodesOf(spec).map((one) => card(spec, one)),
    ...Object.entries(spec.inventory).map(([name, { hardware, reason }]) => ({
      kind: "zone" as const,
      lines: [name, `${hardware}, outside the cluster`, ...wrapText(reason, width - 20)],
    })),
  ];
  for (let row = 0; row < cards.length; row += COLUMNS) {
    const members = cards.slice(row, row + COLUMNS);
    const height = Math.max(...members.map(({ lines }) => lines.length)) * LINE + 12;
    members.forEach(({ kind, lines }, column) => {
      const x = MARGIN + PADDING + column * (width + GAP);
      zone.push(
        box(kind, x, y, width, height),
        ...lines.map((line, index) =>
          text(x + 10, y + 20 + index * LINE, fit(line, width - 20), {
            bold: index === 0,
            quiet: index > 1,
          }),
        ),
      );
    });
    y += height + GAP;
  }

  const fixed = fixedAddresses(spec);
  zone.push(text(MARGIN + PADDING, y + 14, "Addresses of the cluster", { bold: true }));
  y += 24;
  fixed.forEach(([what, address], index) => {
    const x = MARGIN + PADDING + (index % 2) * (inner / 2);
    const line = y + 10 + Math.floor(index / 2) * LINE;
    zone.push(
      text(x, line, address),
      text(x + 205, line, fit(what, inner / 2 - 215), { quiet: true }),
    );
  });
  y += Math.ceil(fixed.length / 2) * LINE + GAP;
  parts.push(box("zone", MARGIN, top, WIDTH - 2 * MARGIN, y - top), ...zone);
  y += GAP;

  for (const { title, cidr, note } of otherNetworks(spec)) {
    parts.push(
      box("zone", MARGIN, y, WIDTH - 2 * MARGIN, 46),
      text(MARGIN + PADDING, y + 19, `${title} ${cidr}`, { bold: true }),
      text(MARGIN + PADDING, y + 36, fit(note, inner), { quiet: true }),
    );
    y += 46 + GAP;
  }
  return picture(`${spec.name}: machines and networks`, y + 4, parts);
}

function card(spec: ClusterSpec, { name, node, hardware }: NamedNode) {
  const further = Object.entries(node.interfaces ?? {}).flatMap(([key, one]) =>
    one.address === undefined ? [] : [`${key} ${one.address}`],
  );
  return {
    kind: node.role === "controlplane" ? ("control" as const) : ("box" as const),
    lines: [
      name,
      [node.address, ...further].join(", "),
      `${node.role === "controlplane" ? "control plane" : "worker"}${runsPods(spec, node.role) ? "" : ", no apps"}`,
      `${node.hardware}, ${hardware.architecture}`,
      `${String(hardware.cpus)} CPUs, ${String(Math.round(hardware.memoryMiB / 1024))} GiB`,
      [
        ...(node.ceph.length === 0 ? [] : [`${String(node.ceph.length)} Ceph disk`]),
        ...(hardware.gpu === undefined ? [] : [`${hardware.gpu} GPU`]),
        ...Object.keys(node.usb),
      ].join(", "),
    ].filter((line) => line !== ""),
  };
}

const runsPods = (spec: ClusterSpec, role: "controlplane" | "worker"): boolean =>
  role === "worker" || spec.kubernetes.scheduleOnControlPlanes;

/** Addresses in the LAN that belong to no single machine, in order of address. */
function fixedAddresses(spec: ClusterSpec): [string, string][] {
  const { vip, loadBalancer, lan } = spec.network;
  const { start, end } = loadBalancer.range;
  const proxy = spec.ingress.cloudflare?.tunnel?.reverseProxy?.address;
  return [
    ...(vip === undefined ? [] : ([["Kubernetes API", vip]] satisfies [string, string][])),
    ["load balancer", `${start} to ${end}`],
    ...Object.values(spec.gateways).map(({ name, address }): [string, string] => [
      `gateway ${name}`,
      address,
    ]),
    ...(proxy === undefined ? [] : ([["reverse proxy", proxy]] satisfies [string, string][])),
    ...Object.values(spec.apps).flatMap((app): [string, string][] =>
      "loadBalancer" in app && app.loadBalancer !== undefined
        ? [[app.name, app.loadBalancer.address]]
        : [],
    ),
    ...Object.entries(lan.reserved).map(([name, address]): [string, string] => [
      `${name}, not of the cluster`,
      address,
    ]),
  ];
}

function otherNetworks(spec: ClusterSpec) {
  const ceph = spec.storage.ceph?.network;
  const carriers = (vlan: string) =>
    Object.entries(spec.nodes).flatMap(([name, { interfaces = {} }]) =>
      Object.values(interfaces).some(({ vlans }) => vlans.includes(vlan)) ? [name] : [],
    );
  return [
    ...(ceph?.cluster === undefined
      ? []
      : [
          {
            title: "Ceph replication",
            cidr: ceph.cluster,
            note: Object.entries(spec.nodes)
              .flatMap(([name, { interfaces = {} }]) =>
                Object.values(interfaces)
                  .filter(({ network }) => network === ceph.cluster)
                  .map(({ address = "DHCP" }) => `${name} ${address}`),
              )
              .join(", "),
          },
        ]),
    ...Object.entries(spec.network.vlans).map(([name, { id, cidr, purpose }]) => ({
      title: `VLAN ${name} (${String(id)})`,
      cidr,
      note: `${purpose}; on ${carriers(name).join(", ")}`,
    })),
    {
      title: "Pods",
      cidr: spec.network.pods,
      note: `Inside the cluster only; Services ${spec.network.services}`,
    },
  ];
}

import { talosImages } from "../../components/talos/schematic";
import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";
import { heading, table, wrap } from "../terminal/layout";

/** The cluster at a glance: machines, addresses, gateways and storage. */
export function clusterSummary(spec: ClusterSpec): string[] {
  const { network, talos, kubernetes } = spec;
  const { range, algorithm, mode, advertisement } = network.loadBalancer;
  const facts = [
    ["domain", spec.domain],
    ["Talos, Kubernetes", `${talos.version}, ${kubernetes.version}`],
    ["LAN", `${network.lan.cidr}, gateway ${network.lan.gateway}`],
    ["pods, services", `${network.pods}, ${network.services}`],
    ["VIP", network.vip ?? "none"],
    ["load balancer", `${range.start}-${range.end}, ${algorithm}, ${mode}, ${advertisement.mode}`],
    ...Object.values(spec.gateways).map((one) => [
      `gateway ${one.name}`,
      `${one.address}, ${one.exposure}, ${one.target}`,
    ]),
    [
      "storage classes",
      spec.storageClasses
        .map(({ name, isDefault }) => name + (isDefault ? " (default)" : ""))
        .join(", "),
    ],
    ["apps", String(Object.keys(spec.apps).length)],
  ];
  return [
    heading(`Cluster ${spec.name}`),
    ...table(facts.map(([key = "", value = ""]) => [`  ${key}`, value])),
    "",
    heading(`Nodes: ${String(Object.keys(spec.nodes).length)}`),
    ...table(
      nodesOf(spec).map(({ name, node, hardware }) => [
        `  ${name}`,
        node.address,
        node.role,
        hardware.architecture,
        node.hardware,
        node.ceph.length > 0 ? `${String(node.ceph.length)} OSD` : "",
      ]),
    ),
    ...Object.entries(spec.inventory).flatMap(([name, { hardware, reason }]) =>
      wrap(`outside: ${name} (${hardware}): ${reason}`, 2, 4),
    ),
    "",
    ...imageLines(spec),
  ];
}

/**
 * The images of all nodes, computed without network; an address is never broken, so
 * that it can be copied.
 */
function imageLines(spec: ClusterSpec): string[] {
  const images = talosImages(spec);
  return [
    heading(`Talos images: ${String(images.length)}`),
    ...images.flatMap(({ name, architecture, schematic, installer, boot }) => [
      `  ${name} (${architecture})`,
      `    schematic ${schematic}`,
      `    installer ${installer}`,
      `    boot      ${boot}`,
    ]),
  ];
}

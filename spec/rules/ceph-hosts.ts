import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { cephNodes } from "./support/ceph";

const ZONE = "topology.kubernetes.io/zone";

/**
 * Every copy of an object finds a failure domain of its own: as many hosts, disks or zones with
 * Ceph disks as there are replicas. Fewer leave the pool degraded for good.
 */
export const cephHosts: Rule = (spec) => {
  const nodes = cephNodes(spec);
  const { ceph } = spec.storage;
  if (ceph === undefined) {
    return nodes.map(({ name }) => ({
      path: at("nodes", name, "ceph"),
      message: "has Ceph disks, and the stack has no Ceph",
      remedy: "remove the disks, or add storage.ceph",
    }));
  }
  const problems: Problem[] = [];
  const { replicas, failureDomain } = ceph.pool;
  const domains = {
    host: nodes.length,
    osd: nodes.reduce((sum, { node }) => sum + node.ceph.length, 0),
    zone: new Set(nodes.flatMap(({ node }) => node.labels[ZONE] ?? [])).size,
  };
  if (failureDomain === "zone") {
    for (const { name, node } of nodes) {
      if (node.labels[ZONE] !== undefined) continue;
      problems.push({
        path: at("nodes", name, "labels", ZONE),
        message: "is missing: the failure domain of Ceph is the zone (storage.ceph.pool)",
        remedy: `add the zone of ${name}, or use failureDomain: "host"`,
      });
    }
  }
  const reachable = domains[failureDomain];
  if (replicas > reachable) {
    const things = {
      host: "hosts with Ceph disks",
      osd: "Ceph disks",
      zone: "zones with Ceph disks",
    };
    const names = nodes.map(({ name }) => name).join(", ");
    problems.push({
      path: "storage.ceph.pool.replicas",
      value: replicas,
      message: `needs ${String(replicas)} ${things[failureDomain]} (failureDomain "${failureDomain}"), and the stack has ${String(reachable)}${names === "" ? "" : ` (${names})`}`,
      remedy: "lower replicas, or give more nodes ceph disks",
    });
  }
  return problems;
};

import type { Rule } from "./rule";

/**
 * There is an odd number of control planes. etcd needs a majority, so an even member adds a machine
 * that may fail and no failure that is survived.
 * https://etcd.io/docs/v3.6/faq/#why-an-odd-number-of-cluster-members
 */
export const controlPlaneQuorum: Rule = (spec) => {
  const members = Object.values(spec.nodes).filter(({ role }) => role === "controlplane").length;
  if (members === 0) {
    return [
      {
        path: "nodes",
        message: "has no control plane",
        remedy: 'give one node, or three, role: "controlplane"',
      },
    ];
  }
  if (members % 2 === 1) return [];
  const quorum = members / 2 + 1;
  const survived = members - quorum;
  return [
    {
      path: "nodes",
      message: `has ${String(members)} control planes, and etcd needs ${String(quorum)} of ${String(members)} to agree: it survives ${failures(survived)}, as ${String(members - 1)} would`,
      remedy: `use ${String(members - 1)} or ${String(members + 1)} control planes`,
    },
  ];
};

function failures(count: number): string {
  if (count === 0) return "no failure";
  return count === 1 ? "1 failure" : `${String(count)} failures`;
}

import type { HardwareProfile, NodeSpec } from "../cluster";
import { nodesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { systemDiskSize } from "./support/disks";

interface Floor {
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly diskMiB: number;
}

/**
 * The least that Talos runs with; memory as the kernel sees it.
 * https://www.talos.dev/v1.12/introduction/system-requirements/ (table "Minimum requirements")
 */
const FLOORS: Readonly<Record<NodeSpec["role"], Floor>> = {
  controlplane: { memoryMiB: 2048, cpus: 2, diskMiB: 10 * 1024 },
  worker: { memoryMiB: 1024, cpus: 1, diskMiB: 10 * 1024 },
};

const reaches = (hardware: HardwareProfile, floor: Floor) =>
  hardware.memoryMiB >= floor.memoryMiB && hardware.cpus >= floor.cpus;

/** Memory, processors and system disk of every node reach Talos's floor for its role. */
export const nodeFloor: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const { name, node, hardware } of nodesOf(spec)) {
    if (!hardware.supported) continue;
    const floor = FLOORS[node.role];
    const role = node.role === "controlplane" ? "control plane" : "worker";
    const smaller =
      node.role === "controlplane" && reaches(hardware, FLOORS.worker)
        ? `make ${name} a worker, or move it from nodes to inventory, with the reason`
        : `move ${name} from nodes to inventory, with the reason`;
    const report = (has: string, needs: string, remedy = smaller) => {
      problems.push({
        path: at("nodes", name, "hardware"),
        value: node.hardware,
        message: `${name} has ${has}, and a ${role} needs at least ${needs}`,
        remedy,
      });
    };
    if (hardware.memoryMiB < floor.memoryMiB) {
      report(`${String(hardware.memoryMiB)} MiB of memory`, `${String(floor.memoryMiB)} MiB`);
    }
    if (hardware.cpus < floor.cpus) {
      report(`${String(hardware.cpus)} processor(s)`, String(floor.cpus));
    }
    const disk = systemDiskSize(node, hardware);
    if (disk !== undefined && disk < floor.diskMiB) {
      report(
        `a system disk of ${String(disk)} MiB`,
        `${String(floor.diskMiB)} MiB`,
        "select or build in a larger disk",
      );
    }
  }
  return problems;
};

import { core } from "./kinds";
import { Operator } from "./operators";
import type { Controller } from "./runtime";

/** Device plugins, by what runs them, and the resource that nodes offer through them. */
const plugins = [
  { resource: "gpu.intel.com/i915", workload: /^inteldeviceplugins-|^intel-gpu-plugin/ },
  { resource: "amd.com/gpu", workload: /^amdgpu-device-plugin|^amd-device-plugin/ },
] as const;

/** Containers that share one GPU. */
const SHARES = "10";

/**
 * Stands in for the GPU device plugins of Intel and AMD: while one runs, every amd64 node offers
 * its resource. The lab does not know which machine has which GPU.
 */
export const devicePlugins: Controller = {
  name: "device-plugins",
  start(runtime) {
    const operators = plugins.map(({ workload }) => new Operator(runtime, workload));
    const queue = runtime.on("device-plugins", core.nodes, async (node, { deleted }) => {
      if (deleted || node.metadata.labels?.["kubernetes.io/arch"] !== "amd64") return;
      const offered = Object.fromEntries(
        plugins.flatMap(({ resource }, index) =>
          operators[index]?.running() ? [[resource, SHARES] as const] : [],
        ),
      );
      if (Object.keys(offered).length === 0) return;
      await runtime.status(core.nodes, node, { capacity: offered, allocatable: offered });
    });
    for (const operator of operators) operator.wakes(queue);
  },
};

import { longestChain } from "../harness/chain";
import { STACK_TYPE, type RecordedResource, type Recording } from "../harness/recording";

/** What `plan --json` prints. */
export interface PlanDocument {
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** URNs of the longest chain of waits, first step first. */
  readonly longestChain: readonly string[];
}

/** A resource that would be built. */
export type PlannedResource = Pick<
  RecordedResource,
  "urn" | "type" | "name" | "parent" | "layer" | "dependsOn" | "inputs"
>;

/** A recording as the public document. */
export function planDocument({ stack, resources, outputs }: Recording): PlanDocument {
  return {
    stack,
    resources: resources
      .filter(({ type }) => type !== STACK_TYPE)
      .map(({ urn, type, name, parent, layer, dependsOn, inputs }) => ({
        urn,
        type,
        name,
        parent,
        layer,
        dependsOn,
        inputs,
      })),
    outputs,
    longestChain: longestChain(resources),
  };
}

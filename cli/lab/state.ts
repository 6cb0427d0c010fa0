import type { Stack } from "@pulumi/pulumi/automation";

/** A resource in the engine's state, as far as the lab looks at it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

/** The resources of a stack's state; none of a stack that was never up. */
export async function stateOf(stack: Stack): Promise<readonly StateResource[]> {
  const exported = (await stack.exportStack()) as {
    readonly deployment: { readonly resources?: readonly StateResource[] } | null;
  };
  return exported.deployment?.resources ?? [];
}

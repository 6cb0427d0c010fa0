import type { Stack } from "@pulumi/pulumi/automation";
import { callCli, type Engine } from "./engine";
import type { DoneResource } from "./figures";
import type { RecordedState } from "./pending";

/** A resource in the engine's state, as far as the lab looks at it. */
export interface StateResource extends RecordedState {
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

/** What the resources of a stack's state waited for. No secret is decrypted for it. */
export async function edgesOf(engine: Engine): Promise<readonly DoneResource[]> {
  const { stdout } = await callCli(engine, "stack", "export");
  const { deployment } = JSON.parse(stdout) as {
    readonly deployment: { readonly resources?: readonly ExportedEdges[] };
  };
  return (deployment.resources ?? []).map((resource) => ({
    urn: resource.urn,
    type: resource.type,
    name: resource.urn.slice(resource.urn.lastIndexOf("::") + 2),
    component: resource.custom !== true,
    dependsOn: resource.dependencies ?? [],
    parent: resource.parent ?? null,
    provider: resource.provider,
  }));
}

/** A resource as `pulumi stack export` writes it, with what it waits for. */
interface ExportedEdges {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly dependencies?: readonly string[];
  readonly parent?: string;
  readonly provider?: string;
}

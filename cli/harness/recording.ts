/** A resource as the program registered it. */
export interface RecordedResource {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** URN of the parent; null for the stack itself. */
  readonly parent: string | null;
  /** Folder of components/ that it belongs to, read off the nearest `hearth:` component. */
  readonly layer: string;
  /** URNs that it waits for, sorted; without the ancestors that every resource waits for. */
  readonly dependsOn: readonly string[];
  /** Whether it is a component: a grouping without a life of its own. */
  readonly component: boolean;
  /** Inputs with secrets redacted. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What a component registered of itself, with secrets redacted; empty for every other resource. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Reference `urn::id` of the explicit provider, undefined for the default one. */
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
}

/** Everything that one run of the program registered, in the order of registration. */
export interface Recording {
  readonly stack: string;
  readonly resources: readonly RecordedResource[];
  /** Stack outputs with secrets redacted. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Type token of the stack resource. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The layer that a type token names: the middle of `hearth:<layer>:<Class>`. */
export function layerOfType(type: string): string | undefined {
  return /^hearth:([a-z-]+):/.exec(type)?.[1];
}

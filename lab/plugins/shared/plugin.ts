import type { Change } from "./diff";
import type { Bag, Properties } from "./values";

/** What is common to all calls about one resource. */
export interface Call {
  readonly urn: string;
  /** The type token, as in `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Fired when the engine asks for the operation to stop. */
  readonly signal: AbortSignal;
  /** Shows what the resource is busy with, in its own line of the engine's live tree. */
  readonly status: (message: string) => void;
}

/** The result of comparing a resource's recorded inputs with the program's. */
export interface Difference {
  readonly changes: readonly Change[];
  /** Those of the changes that cannot be made on the existing object. */
  readonly replaces: readonly Change[];
  /** The old object has to go first, as the new one has the same name. */
  readonly deleteBeforeReplace?: boolean;
}

/** A property that is missing or wrong. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** Inputs as the plugin completed them, and what is wrong with them. */
export interface Checked {
  readonly inputs: Bag;
  readonly failures?: readonly Failure[];
}

/** A resource as it is: its id, its outputs, and the inputs that would make it. */
export interface Found {
  readonly id: string;
  readonly outputs: Bag;
  readonly inputs: Bag;
}

/** What a provider plugin does; the server in `server.ts` puts it on the wire. */
export interface Plugin {
  /** The package's name, as in `kubernetes`. */
  readonly name: string;
  /** The version of the official plugin that this one stands in for. */
  readonly version: string;
  checkConfig?(inputs: Bag): Checked;
  diffConfig?(olds: Properties, news: Properties): Difference;
  /** May be called with unknown values during a preview. */
  configure(inputs: Bag): void;
  check(call: Call, olds: Bag, news: Bag, seed: Uint8Array): Checked;
  diff(call: Call, id: string, oldInputs: Bag, olds: Bag, news: Bag): Promise<Difference>;
  create(
    call: Call,
    inputs: Bag,
    options: { readonly preview: boolean; readonly timeout?: number },
  ): Promise<{ id: string; outputs: Bag }>;
  /** `undefined` where the object is gone. `known` is absent when it is an import. */
  read(call: Call, id: string, known?: { inputs: Bag; outputs: Bag }): Promise<Found | undefined>;
  update(
    call: Call,
    id: string,
    olds: Bag,
    news: Bag,
    options: { readonly preview: boolean; readonly timeout?: number },
  ): Promise<Bag>;
  delete(
    call: Call,
    id: string,
    outputs: Bag,
    inputs: Bag,
    options: { readonly timeout?: number },
  ): Promise<void>;
  invoke?(token: string, args: Bag): Promise<Bag>;
}

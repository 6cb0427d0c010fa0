import type { FieldChange } from "./fields";

/** What becomes of a thing. */
export type ChangeKind = "add" | "change" | "replace" | "remove";

/** What a change does to what runs, from harmless to grave. */
export type EffectKind = "note" | "restart" | "reboot" | "replace" | "data";

/** What a change means, as far as that is known. */
export interface Effect {
  readonly kind: EffectKind;
  readonly text: string;
}

/** A difference between two builds of a stack. */
export interface Change {
  readonly kind: ChangeKind;
  /** What people call it: `Deployment media/sonarr`, `node pi-04`. */
  readonly title: string;
  /** Layer of the build that it belongs to. */
  readonly layer: string;
  /** Name of its resource, which `--allow` takes. */
  readonly name: string;
  readonly fields: readonly FieldChange[];
  readonly effects: readonly Effect[];
}

import type { ClusterSpec } from "../cluster";
import type { Problem } from "../report";

/** Facts from outside the spec that rules compare with. */
export interface RuleContext {
  /** Pinned versions of the charts that must fit Talos and Kubernetes. */
  readonly pins: { readonly cilium: string; readonly rook: string };
  /**
   * Names of all apps that the stack selects, also of those with problems of their own, which are
   * not in the spec. Set by `check`; rules use it so that one mistake is not reported twice.
   */
  readonly selectedApps?: ReadonlySet<string>;
  /** Names of all apps of the catalogue, which a stack could select. Set by `check`. */
  readonly knownApps?: ReadonlySet<string>;
}

/**
 * A rule over more than one field. It reports every violation and never throws.
 * It costs no more than about linear time in nodes and apps.
 */
export type Rule = (spec: ClusterSpec, context: RuleContext) => readonly Problem[];

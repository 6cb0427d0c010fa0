import type { Resource } from "./resource";

/** `mandatory` stops an `up` and fails a plan; `advisory` only says so. */
export type Level = "mandatory" | "advisory";

interface Common {
  /** Unique, in kebab-case; what a violation is reported under. */
  readonly name: string;
  /** What must hold, one sentence. */
  readonly description: string;
  readonly level: Level;
  /** How to mend a violation. */
  readonly remedy: string;
}

/** A rule about one resource, checked before the engine touches it. */
export interface ResourceRule extends Common {
  /** @returns the reason of each violation, none where the rule holds */
  readonly check: (resource: Resource) => string[];
}

/** Something that a rule about the whole stack found. */
export interface Finding {
  readonly resource: Resource;
  readonly reason: string;
}

/** A rule about resources together, checked when all are known: at the end of a preview. */
export interface StackRule extends Common {
  readonly checkStack: (resources: readonly Resource[]) => Finding[];
}

/** A rule of either kind. */
export type Rule = ResourceRule | StackRule;

/** A rule that does not hold. */
export interface Violation {
  readonly rule: Pick<Rule, "name" | "level" | "remedy">;
  readonly resource: Pick<Resource, "urn" | "type" | "name">;
  readonly reason: string;
}

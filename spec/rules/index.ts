import type { Rule } from "./rule";
export type { Rule, RuleContext } from "./rule";

/** Every cross-field rule, in the order in which their problems are printed. */
export const rules: readonly Rule[] = [];

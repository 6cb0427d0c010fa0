import type { Resource } from "./resource";
import type { Rule, Violation } from "./rule";

/** Every violation, rule by rule, resources in the order in which they are given. */
export function check(rules: readonly Rule[], resources: readonly Resource[]): Violation[] {
  return rules.flatMap((rule) =>
    findings(rule, resources).map(({ resource, reason }) => ({ rule, resource, reason })),
  );
}

function findings(rule: Rule, resources: readonly Resource[]) {
  if ("checkStack" in rule) return rule.checkStack(resources);
  return resources.flatMap((resource) =>
    rule.check(resource).map((reason) => ({ resource, reason })),
  );
}

import { check } from "../../policy/check";
import type { Violation } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { STACK_TYPE, type Recording } from "../harness/recording";
import { heading, wrap } from "../terminal/layout";

/** The policies of policy/, run over a recording: the same rules as the engine runs. */
export function checkPolicies({ resources }: Recording): Violation[] {
  return check(
    rules,
    resources
      .filter(({ type }) => type !== STACK_TYPE)
      .map(({ urn, type, name, parent, component, inputs, outputs, dependsOn, protect }) => ({
        urn,
        type,
        name,
        parent: parent ?? undefined,
        props: component ? outputs : inputs,
        dependencies: dependsOn,
        protect,
      })),
  );
}

/** Whether a plan with these violations must not be carried out. */
export function isForbidden(violations: readonly Violation[]): boolean {
  return violations.some(({ rule }) => rule.level === "mandatory");
}

/** Violations as text of at most 80 columns; that there are none is said too. */
export function policiesText(violations: readonly Violation[]): string {
  const lines = violations.flatMap(({ rule, resource, reason }) => [
    ...wrap(`${rule.level} ${rule.name}: ${resource.name}`, 2, 6),
    ...wrap(`${reason}; ${rule.remedy}`, 6, 6),
  ]);
  const count = String(violations.length);
  return [
    heading(violations.length === 0 ? "Policies: all hold" : `Policies: ${count} violated`),
    ...lines,
    ...wrap("Objects that charts make are not seen here; the values of each release are.", 2, 2),
    "",
  ].join("\n");
}

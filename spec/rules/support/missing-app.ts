import { suggestion } from "../../nearest";
import type { RuleContext } from "../rule";

/**
 * What to do about an app that the stack does not select: select it where the catalogue has it, or
 * else the name that was probably meant.
 */
export function missingAppRemedy(
  name: string,
  selected: ReadonlySet<string>,
  { knownApps }: Pick<RuleContext, "knownApps">,
): string {
  return knownApps?.has(name) === true
    ? `add "${name}": {} to the stack's apps`
    : suggestion(name, [...selected]);
}

import type { ClusterInput } from "./cluster";

/**
 * Declares a stack. It only types the data: validation is `validate`'s, before anything is made.
 *
 * @example
 * export default defineStack({ name: "home", domain: "example.com", …, apps: {…} satisfies AppSelection });
 */
export function defineStack(input: ClusterInput): ClusterInput {
  return input;
}

import fc from "fast-check";

/** One random damage to a stack: a value at a path that is removed or replaced. */
export interface Mutation {
  /** Picks a key at each depth, modulo the number of keys there. */
  readonly path: readonly number[];
  readonly action: "remove" | "replace" | "rename";
  readonly value: unknown;
}

/** Words that code trips over more often than over random ones. */
const trickyWords = fc.constantFrom(
  "__proto__",
  "constructor",
  "toString",
  "",
  "*",
  "a*b*",
  "@",
  "0.0.0.0",
  "255.255.255.255",
  "0.0.0.0/0",
  "10.0.0.0/31",
  "192.168.0.0/32",
  "99999Ti",
  "v0.0.0",
  "{{app:x}}",
  "- op: add\n  path: /a",
  "\u0085\u2028\u009b",
);

const values = fc.oneof(
  trickyWords,
  fc.jsonValue(),
  fc.constantFrom(0, -1, 1, 3, 1e21, Number.NaN, true, false, null, [], {}),
);

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    path: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
    action: fc.constantFrom("remove" as const, "replace" as const, "rename" as const),
    value: values,
  }),
  { minLength: 1, maxLength: 6 },
);

/** A damaged copy of a JSON value. */
export function mutate(input: unknown, damages: readonly Mutation[]): unknown {
  const copy = structuredClone(input);
  for (const damage of damages) apply(copy, damage);
  return copy;
}

function apply(root: unknown, { path, action, value }: Mutation): void {
  let parent: unknown = root;
  path.forEach((choice, depth) => {
    if (typeof parent !== "object" || parent === null) return;
    const record = parent as Record<string, unknown>;
    const keys = Object.keys(record);
    const key = keys[choice % keys.length];
    if (key === undefined) return;
    if (depth < path.length - 1 && typeof record[key] === "object" && record[key] !== null) {
      parent = record[key];
      return;
    }
    parent = undefined;
    if (action === "replace") record[key] = value;
    else {
      const old = record[key];
      delete record[key];
      if (action === "rename") {
        Object.defineProperty(record, typeof value === "string" ? value : `${key}s`, {
          value: old,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
  });
}

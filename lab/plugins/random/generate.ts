import { randomInt } from "node:crypto";
import { PluginError } from "../shared/errors";

/** What a random string is made of; defaults and names are those of the official provider. */
export interface Charset {
  readonly length: number;
  readonly upper: boolean;
  readonly lower: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly overrideSpecial: string;
  readonly minUpper: number;
  readonly minLower: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const NUMERIC = "0123456789";
/** The default special characters, from the docs of terraform's `random_password`. */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/**
 * A string from the system's random source: the least number of each class that is asked for, the
 * rest from all classes that are on, in random order.
 *
 * @throws PluginError if the classes leave no character, or the minimums exceed the length.
 */
export function randomString(charset: Charset): string {
  const special = charset.overrideSpecial || SPECIAL;
  const pool =
    (charset.upper ? UPPER : "") +
    (charset.lower ? LOWER : "") +
    (charset.numeric ? NUMERIC : "") +
    (charset.special ? special : "");
  const minimum = charset.minUpper + charset.minLower + charset.minNumeric + charset.minSpecial;
  if (charset.length < 1) throw new PluginError("length: must be at least 1");
  if (minimum > charset.length) {
    throw new PluginError(`length: ${charset.length} is less than the minimums' sum of ${minimum}`);
  }
  if (pool === "" && minimum < charset.length) {
    throw new PluginError("one of upper, lower, numeric and special must be true");
  }
  const characters = [
    ...draw(UPPER, charset.minUpper),
    ...draw(LOWER, charset.minLower),
    ...draw(NUMERIC, charset.minNumeric),
    ...draw(special, charset.minSpecial),
    ...draw(pool, charset.length - minimum),
  ];
  return shuffle(characters).join("");
}

function draw(pool: string, count: number): string[] {
  const characters = [...pool];
  return Array.from({ length: count }, () => characters[randomInt(characters.length)] ?? "");
}

/** Fisher-Yates with the system's random source. */
function shuffle(items: string[]): string[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [items[last], items[other]] = [items[other] ?? "", items[last] ?? ""];
  }
  return items;
}

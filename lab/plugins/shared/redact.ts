import { at } from "./values";
import type { Bag } from "./values";

/** The shortest text that is taken out: shorter ones would blot out ordinary words. */
const SHORTEST = 4;

/**
 * Takes the texts of secret properties out of a message, plain and in base64. Servers quote what
 * they find wrong, and a message goes to the terminal and the logs.
 */
export function redact(message: string, { values, secrets }: Bag): string {
  return secrets
    .flatMap((path) => textsIn(at(values, path)))
    .filter((text) => text.length >= SHORTEST)
    .reduce((text, secret) => text.replaceAll(secret, "[secret]"), message);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value, Buffer.from(value).toString("base64")];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

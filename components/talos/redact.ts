import type { TalosDocument } from "./canonical";

/** What stands where a secret was. */
export const REDACTED = "<redacted>";

/** Fields of Talos's config whose values are secret, wherever they stand. */
const SECRET_FIELDS = new Set([
  "aescbcEncryptionSecret",
  "auth",
  "identityToken",
  "key",
  "passphrase",
  "password",
  "privateKey",
  "secret",
  "secretboxEncryptionSecret",
  "token",
]);

/** A document with every value of a secret field replaced. */
export function redact(document: TalosDocument): TalosDocument {
  return replace(document) as TalosDocument;
}

function replace(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replace);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_FIELDS.has(key) && typeof inner === "string" && !isTaintKey(value)
        ? REDACTED
        : replace(inner),
    ]),
  );
}

/** `key` names no secret in a taint, toleration or match expression. */
function isTaintKey(value: object): boolean {
  return "effect" in value || "operator" in value;
}

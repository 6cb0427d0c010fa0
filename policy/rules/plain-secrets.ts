import { record, text } from "../../components/contracts/object";
import { containersOf, isRelease, kindOf, type Resource } from "../resource";
import type { ResourceRule } from "../rule";

/** Texts that are secrets wherever they stand. */
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["an AWS access key", /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a GitHub token", /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,})/],
  ["a GitLab token", /\bglpat-[A-Za-z0-9_-]{20}/],
  ["a Slack token", /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./],
  ["a Tailscale key", /\btskey-[a-z]+-[A-Za-z0-9]{8,}/],
  // A reference such as $(PASSWORD), ${PASSWORD} or <password> is no password.
  ["a password in an address", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@$<{]+:[^\s/:@$<{]{3,}@/],
];

/** Names of what is secret. */
const SECRET_NAME = /(passw(or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|credential)/i;

/** Texts that say where a secret is, or that are none: references, addresses, paths, words. */
const HARMLESS = /^(\$|<|!|\{\{|%|\/|\.\/|[a-z][a-z0-9+.-]*:\/\/|[\d.:/,\s-]+$|[a-z][a-z_., -]*$)/i;

/** What stands for a secret where the offline plan has redacted one. */
const REDACTED = "[secret]";

/** Shorter texts are words, numbers and switches. */
const SHORTEST = 8;

/**
 * Bits a character from which on a long text is no word of any language. Random base64 of 24
 * characters has about 4.3, English with digits about 3.5.
 */
const RANDOM = 4;

/** Everybody who may read the namespace reads its ConfigMaps, and pods show their environment. */
export const plainSecrets: ResourceRule = {
  name: "no-plain-secret",
  description: "No secret stands in a ConfigMap, a plain environment variable or chart values.",
  level: "mandatory",
  remedy: "put it in the secret store and refer to it by name",
  check: (resource) =>
    plainTexts(resource).flatMap(({ where, name, value }) => {
      const what = secretIn(name, value);
      // The text itself is never repeated.
      return what === undefined ? [] : [`${where} holds ${what}`];
    }),
};

interface PlainText {
  readonly where: string;
  /** Name under which it stands; empty where that says nothing of it. */
  readonly name: string;
  readonly value: string;
}

function plainTexts(resource: Resource): PlainText[] {
  if (resource.type === "kubernetes:core/v1:ConfigMap") {
    return Object.entries(record(resource.props["data"])).flatMap(([key, value]) =>
      linesOf(text(value)).map((line) => ({ ...line, where: `key ${key}` })),
    );
  }
  if (isRelease(resource)) return valuesOf(resource.props["values"], "values");
  return containersOf(resource).flatMap(({ name, env }) =>
    (Array.isArray(env) ? env : []).map(record).map((variable) => ({
      where: `${kindOf(resource)} container ${text(name)}, variable ${text(variable["name"])}`,
      name: text(variable["name"]),
      value: text(variable["value"]),
    })),
  );
}

/** Lines of a file, `key: value` and `key = value` taken apart; a line alone has no name. */
function linesOf(file: string): { name: string; value: string }[] {
  return file.split("\n").map((line) => {
    const [, name = "", value = line] =
      /^\s*(?:-\s*)?["']?([A-Za-z][\w.-]*)["']?\s*[:=]\s*(.+)$/.exec(line) ?? [];
    return { name, value: value.trim().replace(/^["'](.*)["'],?$/, "$1") };
  });
}

/** Texts in chart values. Their names mostly name Secrets, so only the texts are looked at. */
function valuesOf(value: unknown, where: string): PlainText[] {
  if (typeof value === "string") return [{ where, name: "", value }];
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => valuesOf(one, `${where}[${String(index)}]`));
  }
  return Object.entries(record(value)).flatMap(([key, inner]) =>
    valuesOf(inner, `${where}.${key}`),
  );
}

/** What secret a text is or holds; undefined for none. */
export function secretIn(name: string, value: string): string | undefined {
  if (value.includes(REDACTED)) return "a secret value";
  for (const [what, shape] of SHAPES) if (shape.test(value)) return what;
  if (SECRET_NAME.test(name) && value.length >= SHORTEST && !HARMLESS.test(value)) {
    return "what its name calls a secret";
  }
  return (value.match(/[A-Za-z0-9+/]{24,}={0,2}/g) ?? []).some(isRandom)
    ? "a text as random as a key"
    : undefined;
}

function isRandom(token: string): boolean {
  const digits = token.replaceAll(/\D/g, "").length;
  const mixed = /[A-Z]/.test(token) && /[a-z]/.test(token) && digits >= 3;
  return mixed && !token.startsWith("/") && entropy(token) >= RANDOM;
}

/** Shannon entropy in bits a character. */
function entropy(token: string): number {
  const counts = new Map<string, number>();
  for (const char of token) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / token.length;
    return sum - share * Math.log2(share);
  }, 0);
}

import { hostName, routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 1035 section 2.3.4, without the root's dot. */
const NAME_LENGTH = 253;

/**
 * Every host is one legal DNS label under the domain, or the domain itself, and fits the length of a
 * DNS name. One label, since the gateways' wildcard certificate covers no deeper name (RFC 6125).
 */
export const hostNames: Rule = (spec) => {
  const problems: Problem[] = [];
  const check = (path: string, label: string) => {
    const wrong = defect(label, spec.domain);
    if (wrong !== undefined) problems.push({ path, value: label, ...wrong });
  };
  for (const { app, key, route } of routesOf(spec)) {
    if (route.host === undefined || route.host === "@") continue;
    check(at("apps", app.name, "routes", key, "host"), route.host);
  }
  for (const { name, target } of Object.values(spec.gateways)) {
    const label = target.slice(0, -spec.domain.length - 1);
    check(at("gateways", name, "target"), label);
  }
  return problems;
};

function defect(label: string, domain: string): Pick<Problem, "message" | "remedy"> | undefined {
  if (label === domain) {
    return { message: "is the domain itself", remedy: 'write "@"' };
  }
  if (label.endsWith(`.${domain}`)) {
    return {
      message: `names the domain ${domain} (domain), which is added to every host`,
      remedy: `write "${label.slice(0, -domain.length - 1)}"`,
    };
  }
  if (label.includes(".")) {
    return {
      message: `has more than one label, and the certificate covers *.${domain} only`,
      remedy: `use one label, e.g. "${label.replaceAll(".", "-")}"`,
    };
  }
  if (!LABEL.test(label)) {
    return {
      message: "is no DNS label",
      remedy:
        "use at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
    };
  }
  const length = hostName({ domain }, label).length;
  if (length > NAME_LENGTH) {
    return {
      message: `makes a DNS name of ${String(length)} characters with the domain, and ${String(NAME_LENGTH)} are allowed`,
      remedy: "shorten the host or the domain",
    };
  }
  return undefined;
}

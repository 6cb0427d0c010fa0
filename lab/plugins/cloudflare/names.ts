import { renameKeys } from "../shared/values";
import type { Value } from "../shared/values";

/** Names that differ by more than their case: the SDK has lists in the plural, the API does not. */
const API_NAMES: Readonly<Record<string, string>> = {
  includes: "include",
  excludes: "exclude",
  requires: "require",
  targetCriterias: "target_criteria",
  serviceAuth401Redirect: "service_auth_401_redirect",
};

/** Names in a tunnel's configuration, where the API has camel case of its own spelling. */
const TUNNEL_NAMES: Readonly<Record<string, string>> = {
  ingresses: "ingress",
  noTlsVerify: "noTLSVerify",
  matchSnItoHost: "matchSNItoHost",
};

const SDK_NAMES = inverted(API_NAMES);
const SDK_TUNNEL_NAMES = inverted(TUNNEL_NAMES);

/** SDK properties in the API's form: `zoneId` is `zone_id`. */
export function toApi(value: Value): Value {
  return renameKeys(value, (key) => API_NAMES[key] ?? snake(key));
}

/** API properties in the SDK's form. */
export function fromApi(value: Value): Value {
  return renameKeys(value, (key) => SDK_NAMES[key] ?? camel(key));
}

/** A tunnel's configuration in the API's form. */
export function toTunnelConfig(value: Value): Value {
  return renameKeys(value, (key) => TUNNEL_NAMES[key] ?? key);
}

/** A tunnel's configuration in the SDK's form. */
export function fromTunnelConfig(value: Value): Value {
  return renameKeys(value, (key) => SDK_TUNNEL_NAMES[key] ?? key);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function inverted(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([from, to]) => [to, from]));
}

import type { ClusterSpec } from "../../spec/cluster";
import { routesOf } from "../../spec/queries";

/** A login that Cloudflare asks for before it lets requests into the tunnel. */
export interface AccessRule {
  readonly app: string;
  /** Hosts of the app on the tunnel's gateway, with their path where it is not the root. */
  readonly destinations: readonly [string, ...string[]];
  readonly emails: readonly string[];
  readonly emailDomains: readonly string[];
  readonly sessionHours: number;
}

/** The rules of `ingress.cloudflare.access` for apps that the tunnel leads to. */
export function accessRules(spec: ClusterSpec): AccessRule[] {
  const settings = spec.ingress.cloudflare;
  return Object.entries(settings?.access ?? {}).flatMap(([app, rule]) => {
    const [first, ...rest] = routesOf(spec).flatMap(({ app: { name }, route, host }) =>
      name === app &&
      route.protocol === "HTTP" &&
      route.gateway === settings?.tunnel?.gateway &&
      host !== undefined
        ? [route.path === "/" ? host : `${host}${route.path}`]
        : [],
    );
    return first === undefined ? [] : [{ app, destinations: [first, ...rest], ...rule }];
  });
}

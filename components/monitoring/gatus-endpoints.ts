import { isImageApp, type ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { own } from "../../spec/lookup";
import { routesOf, type NamedRoute } from "../../spec/queries";

/** Resolver that knows what the world knows. */
const PUBLIC_RESOLVER = "1.1.1.1";

/** An endpoint in Gatus's configuration. https://github.com/TwiN/gatus#endpoints */
export interface GatusEndpoint {
  readonly name: string;
  readonly group: string;
  readonly url: string;
  readonly interval: string;
  readonly client: { readonly "dns-resolver": string; readonly timeout: string };
  readonly conditions: readonly string[];
}

/**
 * An endpoint for every HTTP route of every app, asked for the way people ask: its name is resolved
 * by the LAN's DNS where its gateway is private and by a public resolver where it is public, so that
 * a missing record or tunnel is seen as well.
 */
export function gatusEndpoints(spec: ClusterSpec): GatusEndpoint[] {
  return routesOf(spec).flatMap((named) => {
    const { app, key, route, host } = named;
    const gateway = own(spec.gateways, route.gateway);
    if (route.protocol !== "HTTP" || host === undefined || gateway === undefined) return [];
    const health = healthPath(named);
    return [
      {
        name: Object.keys(app.routes).length === 1 ? app.name : `${app.name} ${key}`,
        group: gateway.name,
        url: `https://${host}${health ?? route.path}`,
        interval: "1m",
        client: {
          "dns-resolver": `udp://${resolver(spec, gateway.exposure)}:53`,
          timeout: "10s",
        },
        conditions: [
          // What says that it is well has to say so; of any other page only the app knows what is right.
          health === undefined ? "[STATUS] < 500" : "[STATUS] == 200",
          ...(spec.ingress.certificates.issuer === "self-signed"
            ? []
            : ["[CERTIFICATE_EXPIRATION] > 72h"]),
        ],
      },
    ];
  });
}

function resolver({ network }: ClusterSpec, exposure: "private" | "public"): string {
  return exposure === "public" ? PUBLIC_RESOLVER : (network.nameservers[0] ?? network.lan.gateway);
}

/** Path that the kubelet asks for as well, where the route leads to the same port. */
function healthPath({ app, route }: NamedRoute): string | undefined {
  if (!isImageApp(app) || route.path !== "/") return undefined;
  const readiness = app.probes?.readiness;
  if (readiness === undefined || readiness === false || readiness.http === undefined) {
    return undefined;
  }
  const main = mainPort(app);
  return (readiness.port ?? main) === (route.port ?? main) ? readiness.http : undefined;
}

const mainPort = ({ ports }: ImageApp): string | undefined => Object.keys(ports)[0];

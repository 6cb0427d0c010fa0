import type { IHTTPRouteFilter } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRouteFilter";
import type { Filters } from "../../spec/app/route";
import type { ClusterSpec } from "../../spec/cluster";
import { hostName } from "../../spec/queries";

type Headers = NonNullable<Filters["requestHeaders"]>;
type Path = Pick<NonNullable<Filters["rewrite"]>, "path" | "prefix">;

/**
 * The filters of a rule as the Gateway API writes them.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export function routeFilters(
  spec: Pick<ClusterSpec, "domain">,
  { requestHeaders, responseHeaders, redirect, rewrite }: Filters,
): IHTTPRouteFilter[] {
  const filters: (IHTTPRouteFilter | undefined)[] = [
    requestHeaders && {
      type: "RequestHeaderModifier",
      requestHeaderModifier: headerModifier(requestHeaders),
    },
    responseHeaders && {
      type: "ResponseHeaderModifier",
      responseHeaderModifier: headerModifier(responseHeaders),
    },
    redirect && {
      type: "RequestRedirect",
      requestRedirect: {
        ...(redirect.scheme === undefined ? {} : { scheme: redirect.scheme }),
        ...(redirect.host === undefined ? {} : { hostname: fullName(spec, redirect.host) }),
        ...(redirect.port === undefined ? {} : { port: redirect.port }),
        ...pathModifier(redirect),
        statusCode: redirect.status,
      },
    },
    rewrite && {
      type: "URLRewrite",
      urlRewrite: {
        ...(rewrite.host === undefined ? {} : { hostname: rewrite.host }),
        ...pathModifier(rewrite),
      },
    },
  ];
  return filters.filter((filter) => filter !== undefined);
}

function headerModifier({ set, add, remove }: Headers) {
  const pairs = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => ({ name, value }));
  return {
    ...(set === undefined ? {} : { set: pairs(set) }),
    ...(add === undefined ? {} : { add: pairs(add) }),
    ...(remove === undefined ? {} : { remove }),
  };
}

function pathModifier({ path, prefix }: Path) {
  if (path !== undefined) {
    return { path: { type: "ReplaceFullPath" as const, replaceFullPath: path } };
  }
  return prefix === undefined
    ? {}
    : { path: { type: "ReplacePrefixMatch" as const, replacePrefixMatch: prefix } };
}

/** A label is below the domain; a name with a dot is somewhere else. */
const fullName = (spec: Pick<ClusterSpec, "domain">, host: string): string =>
  host.includes(".") ? host : hostName(spec, host);

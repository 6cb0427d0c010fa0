import type { App } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { FORWARD_AUTH_LABEL } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { routeObjectName, routeObjects, type RouteService } from "../network/routes";
import { startPageAnnotations } from "./start-page";

/** The routes of an app, with what logins and the start page find them by. */
export function appRoutes(spec: ClusterSpec, app: App, service: RouteService): KubernetesObject[] {
  const guarded = new Set(
    Object.entries(app.routes)
      .filter(([, { auth }]) => auth === "forward")
      .map(([key]) => routeObjectName(app, key)),
  );
  return routeObjects(spec, app, service).map((object, index) => {
    if (object.kind !== "HTTPRoute") return object;
    const { labels, annotations, ...metadata } = object.metadata;
    // One card an app: its first route.
    const card = index === 0 ? startPageAnnotations(spec, app) : {};
    const all = { ...annotations, ...card };
    return {
      ...object,
      metadata: {
        ...metadata,
        labels: { ...labels, ...(guarded.has(metadata.name) ? FORWARD_AUTH_LABEL : {}) },
        ...(Object.keys(all).length === 0 ? {} : { annotations: all }),
      },
    };
  });
}

import { isPlatformApp, type PlatformApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { appRoutes } from "../app/routes";
import type { Bundle, Layer } from "../contracts/bundle";
import { namespaceNeed } from "../contracts/capability";
import type { KubernetesObject } from "../contracts/object";

/**
 * The routes of the platform apps of a layer that the stack selects, to the Services that their
 * components bring. An app's category is its namespace.
 *
 * @throws Error naming an app that has routes and no Service
 */
export function platformRoutes(spec: ClusterSpec, layer: Layer): KubernetesObject[] {
  return Object.values(spec.apps)
    .filter((app): app is PlatformApp => isPlatformApp(app) && app.layer === layer)
    .filter(({ routes }) => Object.keys(routes).length > 0)
    .flatMap((app) => {
      if (app.service === undefined) throw new Error(`${app.name} has routes and no service`);
      const { name, port } = app.service;
      return appRoutes(spec, app, {
        name,
        namespace: app.category,
        ports: [{ name: "main", port }],
      });
    });
}

/** The routes of this layer's platform apps; none where the stack selects none with a route. */
export function platformRoutesBundle(spec: ClusterSpec): Bundle | undefined {
  const objects = platformRoutes(spec, "network");
  if (objects.length === 0) return undefined;
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace));
  return {
    layer: "network",
    component: "PlatformRoutes",
    name: "network-routes",
    namespaces: [...namespaces]
      .filter((name) => name !== undefined)
      .filter((name) => namespaceNeed(name).length > 0)
      .map((name) => ({ name })),
    objects,
  };
}

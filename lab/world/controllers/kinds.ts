/** A kind by group and plural; its version is found. */
export interface Kind {
  readonly group: string;
  readonly plural: string;
}

const kind = (plural: string, group = ""): Kind => ({ group, plural });

/** The built-in kinds that the stand-ins look at. */
export const core = {
  namespaces: kind("namespaces"),
  nodes: kind("nodes"),
  pods: kind("pods"),
  services: kind("services"),
  secrets: kind("secrets"),
  configMaps: kind("configmaps"),
  claims: kind("persistentvolumeclaims"),
  volumes: kind("persistentvolumes"),
  deployments: kind("deployments", "apps"),
  daemonSets: kind("daemonsets", "apps"),
  statefulSets: kind("statefulsets", "apps"),
  endpointSlices: kind("endpointslices", "discovery.k8s.io"),
  storageClasses: kind("storageclasses", "storage.k8s.io"),
  definitions: kind("customresourcedefinitions", "apiextensions.k8s.io"),
} as const;

const gatewayApi = "gateway.networking.k8s.io";

/** The kinds of the Gateway API, and what Envoy Gateway adds for hosts outside of the cluster. */
export const gateway = {
  classes: kind("gatewayclasses", gatewayApi),
  gateways: kind("gateways", gatewayApi),
  httpRoutes: kind("httproutes", gatewayApi),
  grpcRoutes: kind("grpcroutes", gatewayApi),
  tcpRoutes: kind("tcproutes", gatewayApi),
  tlsRoutes: kind("tlsroutes", gatewayApi),
  udpRoutes: kind("udproutes", gatewayApi),
  grants: kind("referencegrants", gatewayApi),
  backends: kind("backends", "gateway.envoyproxy.io"),
} as const;

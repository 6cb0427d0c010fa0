import type { IBackend } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/Backend";
import type { OutsideApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { appSelector } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { appRoutes } from "./routes";

/**
 * A host outside of the cluster: where Envoy finds it, and the routes to it.
 *
 * It is a Backend and no Service with an EndpointSlice, because only a Backend may be a name, and
 * only its certificate may go unchecked, as those of most devices must.
 * https://gateway.envoyproxy.io/v1.7/tasks/traffic/backend/
 */
export function outsideBundle(spec: ClusterSpec, app: OutsideApp): Bundle {
  const { name, category: namespace } = app;
  return {
    layer: "app",
    component: "App",
    name,
    namespaces: [{ name: namespace }],
    objects: [
      {
        apiVersion: "gateway.envoyproxy.io/v1alpha1",
        kind: "Backend",
        metadata: { name, namespace, labels: appSelector(name) },
        spec: { endpoints: [endpointOf(app)], ...tlsOf(app) },
      } satisfies IBackend & KubernetesObject,
      ...appRoutes(spec, app, { kind: "Backend", name, namespace, ports: [] }),
    ],
    provides: [`app:${name}`],
  };
}

function endpointOf({ name, backend: { address, host, port } }: OutsideApp) {
  if (address !== undefined) return { ip: { address, port } };
  if (host === undefined) throw new Error(`${name}: backend has neither address nor host`);
  return { fqdn: { hostname: host, port } };
}

/** Without a name of its own the TLS handshake would ask for the host that the browser asked for. */
function tlsOf({ backend: { host, tls } }: OutsideApp) {
  if (tls === undefined) return {};
  const sni = tls.name ?? host;
  return {
    tls: {
      ...(sni === undefined ? {} : { sni }),
      ...(tls.unverified === undefined
        ? { wellKnownCACertificates: "System" as const }
        : { insecureSkipVerify: true }),
    },
  };
}

import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { crdRefs } from "../contracts/crds";
import type { KubernetesObject } from "../contracts/object";

/** Its pods load rules into the kernel's network, so they have a namespace of their own. */
const NAMESPACE = "tailscale";
/** Name that the operator looks for. */
const OAUTH_SECRET = "operator-oauth";

const CRDS = crdRefs("tailscale.com/v1alpha1", "Cluster", {
  Connector: "connectors",
  DNSConfig: "dnsconfigs",
  ProxyClass: "proxyclasses",
  ProxyGroup: "proxygroups",
  Recorder: "recorders",
});

/** A Connector, as far as it is used here. */
interface Connector extends KubernetesObject {
  readonly apiVersion: "tailscale.com/v1alpha1";
  readonly kind: "Connector";
  readonly spec: {
    readonly hostname: string;
    readonly exitNode: boolean;
    readonly subnetRouter: { readonly advertiseRoutes: readonly string[] };
  };
}

/** Tailscale's operator, and a Connector that leads VPN devices into the cluster's networks. */
export function tailscaleBundle(spec: ClusterSpec): Bundle | undefined {
  const { tailscale: settings } = spec.ingress;
  if (settings === undefined) return undefined;
  const { lan, pods, services } = spec.network;
  const hostname = settings.hostname ?? spec.name;
  return {
    layer: "network",
    component: "Tailscale",
    name: "tailscale",
    namespaces: [
      {
        name: NAMESPACE,
        podSecurity: "privileged",
        reason: "the Connector forwards packets: NET_ADMIN and a privileged sysctl container",
      },
    ],
    secrets: [
      {
        name: OAUTH_SECRET,
        namespace: NAMESPACE,
        values: {
          client_id: "{{tailscaleClientId}}",
          client_secret: "{{tailscaleClientSecret}}",
        },
      },
    ],
    charts: [
      {
        name: "tailscale-operator",
        chart: "tailscale-operator",
        namespace: NAMESPACE,
        values: {
          operatorConfig: {
            hostname: `${hostname}-operator`,
            resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          },
          // The tailnet's access rules decide who may use the Kubernetes API, and as whom.
          apiServerProxyConfig: { mode: "true" },
        },
        needs: [`secret:${NAMESPACE}/${OAUTH_SECRET}`],
        brings: {
          crds: CRDS,
          workloads: [{ kind: "Deployment", name: "operator", replicas: 1 }],
        },
      },
    ],
    objects: [
      {
        apiVersion: "tailscale.com/v1alpha1",
        kind: "Connector",
        metadata: { name: spec.name },
        spec: {
          hostname,
          exitNode: settings.exitNode,
          subnetRouter: { advertiseRoutes: settings.routes ?? [lan.cidr, pods, services] },
        },
      } satisfies Connector,
    ],
    provides: ["app:tailscale"],
  };
}

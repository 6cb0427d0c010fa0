import type { IService } from "kubernetes-models/v1/Service";
import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { hostName } from "../../spec/queries";
import { DNS_LABEL, appSelector } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { appMeta, instanceSelector } from "./labels";
import { servicePortsOf, type AppPort } from "./ports";

/** The Services of an app: one in the cluster, and one with its LoadBalancer address. */
export function services(spec: ClusterSpec, app: ImageApp): KubernetesObject[] {
  const ports = servicePortsOf(app);
  if (ports.length === 0 || app.kind === "CronJob") return [];
  const selector = appSelector(app.name);
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: appMeta(app),
    spec: { type: "ClusterIP", selector, ports: ports.map(servicePort) },
  } satisfies IService & KubernetesObject;
  return [service, ...loadBalancer(spec, app, ports)];
}

/** Ports of the app that its LoadBalancer address has. */
export function loadBalancerPorts(app: ImageApp): AppPort[] {
  const { loadBalancer: balancer } = app;
  if (balancer === undefined) return [];
  const ports = servicePortsOf(app);
  return balancer.ports === undefined
    ? ports
    : ports.filter(({ name }) => balancer.ports?.includes(name) === true);
}

/**
 * A Service of its own for the LoadBalancer address: the ClusterIP stays when the address goes, and
 * the monitor does not find every port twice.
 */
function loadBalancer(
  spec: ClusterSpec,
  app: ImageApp,
  ports: readonly AppPort[],
): KubernetesObject[] {
  const { loadBalancer: balancer } = app;
  if (balancer === undefined || ports.length === 0) return [];
  const { name, namespace } = appMeta(app, "load-balancer");
  const { host } = balancer;
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name,
        namespace,
        labels: { ...instanceSelector(app.name), ...(host === undefined ? {} : DNS_LABEL) },
        annotations: {
          "lbipam.cilium.io/ips": balancer.address,
          ...(host === undefined
            ? {}
            : { "external-dns.alpha.kubernetes.io/hostname": hostName(spec, host) }),
        },
      },
      spec: {
        type: "LoadBalancer",
        externalTrafficPolicy: balancer.externalTrafficPolicy,
        selector: appSelector(app.name),
        ports: loadBalancerPorts(app).map(servicePort),
      },
    } satisfies IService & KubernetesObject,
  ];
}

const servicePort = ({ name, port, protocol }: AppPort) => ({
  name,
  port,
  targetPort: name,
  protocol,
});

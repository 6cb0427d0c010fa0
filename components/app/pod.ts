import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { NETWORK_NAMESPACE } from "../contracts/conventions";
import { appContainer, sidecarContainer, type Container } from "./container";
import { appLabels } from "./labels";
import { schedulingOf } from "./scheduling";
import { podSecurity } from "./security";
import { podVolumes } from "./volumes";

/** The pod template of an app's workload. */
export function podTemplate(
  spec: ClusterSpec,
  app: ImageApp,
  annotations: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const sidecars = Object.entries(app.sidecars).map(([name, sidecar]) => ({
    init: sidecar.init,
    container: sidecarContainer(spec, app, name, sidecar),
  }));
  const only = (init: boolean) =>
    sidecars.filter((one) => one.init === init).map((one) => one.container);
  const all = { ...annotations, ...networkAttachments(spec, app) };
  return {
    metadata: {
      labels: appLabels(app),
      ...(Object.keys(all).length === 0 ? {} : { annotations: all }),
    },
    spec: {
      ...podSpec(spec, app, only(true), [appContainer(spec, app), ...only(false)]),
      ...schedulingOf(spec, app),
    },
  };
}

/** The fields that an app's pod and those of its jobs have in common. */
export function podSpec(
  spec: ClusterSpec,
  app: ImageApp,
  initContainers: readonly Container[],
  containers: readonly Container[],
): Record<string, unknown> {
  const mounts = [...initContainers, ...containers].flatMap((one) => one.volumeMounts ?? []);
  const volumes = podVolumes(spec, app, mounts);
  return {
    serviceAccountName: app.name,
    automountServiceAccountToken: app.exceptions.serviceAccountToken !== undefined,
    // The variables of all Services of the namespace slow the start of large namespaces, and clash
    // with the apps' own (PROWLARR_PORT).
    enableServiceLinks: false,
    securityContext: podSecurity(app),
    ...(app.exceptions.hostNetwork === undefined
      ? {}
      : { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }),
    ...(app.terminationSeconds === undefined
      ? {}
      : { terminationGracePeriodSeconds: app.terminationSeconds }),
    ...(initContainers.length === 0 ? {} : { initContainers }),
    containers,
    ...(volumes.length === 0 ? {} : { volumes }),
  };
}

/**
 * The annotation by which Multus attaches the pod to VLANs, with fixed addresses.
 * https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md
 */
function networkAttachments(spec: ClusterSpec, app: ImageApp): Record<string, string> {
  const attachments = Object.entries(app.networks).map(([name, { address, mac }]) => {
    const vlan = spec.network.vlans[name];
    if (vlan === undefined) throw new Error(`${app.name}: the stack has no VLAN ${name}`);
    const bits = vlan.cidr.slice(vlan.cidr.indexOf("/"));
    return {
      name,
      namespace: NETWORK_NAMESPACE,
      ips: [`${address}${bits}`],
      ...(mac === undefined ? {} : { mac }),
    };
  });
  return attachments.length === 0
    ? {}
    : { "k8s.v1.cni.cncf.io/networks": JSON.stringify(attachments) };
}

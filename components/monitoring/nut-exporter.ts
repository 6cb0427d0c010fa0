import type { ClusterSpec } from "../../spec/cluster";
import { own } from "../../spec/lookup";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { appSelector, exceptionsAnnotation, MONITORING_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

const NAME = "nut-exporter";

/** Port on which NUT's server answers; no Service leads to it, and changing anything takes a password. */
const NUT_PORT = 3493;

const METRICS_PORT = 9199;

/** Why it has its node's rights. */
const HOST_REASON = "the UPS's driver opens the USB bus of its node";

/** What the exporter asks of the UPS, beyond its status. https://networkupstools.org/docs/developer-guide.chunked/apas02.html */
const VARIABLES = [
  "battery.charge",
  "battery.runtime",
  "battery.voltage",
  "input.voltage",
  "output.voltage",
  "ups.load",
  "ups.realpower.nominal",
  "ups.status",
];

/**
 * NUT's driver and server on the node that carries the UPS's USB port, with an exporter beside them.
 * It only watches: nothing here shuts a node down.
 * https://github.com/instantlinux/docker-tools/tree/main/images/nut-upsd
 */
export function nutExporterBundle(
  spec: ClusterSpec,
  ups: NonNullable<ClusterSpec["monitoring"]["ups"]>,
): Bundle {
  return {
    layer: "monitoring",
    component: "NutExporter",
    name: NAME,
    namespaces: [
      {
        name: MONITORING_NAMESPACE,
        podSecurity: "privileged",
        reason: HOST_REASON,
      },
    ],
    generated: { nutPassword: 24 },
    secrets: [
      { name: NAME, namespace: MONITORING_NAMESPACE, values: { password: "{{nutPassword}}" } },
    ],
    objects: [deployment(spec, ups)],
    provides: [`app:${NAME}`],
  };
}

function deployment(
  spec: ClusterSpec,
  { node, device }: NonNullable<ClusterSpec["monitoring"]["ups"]>,
): KubernetesObject {
  const usb = own(own(spec.nodes, node)?.usb ?? {}, device);
  if (usb === undefined) throw new Error(`${NAME}: node ${node} has no USB device ${device}`);
  const labels = appSelector(NAME);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: NAME,
      namespace: MONITORING_NAMESPACE,
      labels,
      annotations: exceptionsAnnotation({ privileged: HOST_REASON, hostPath: HOST_REASON }),
    },
    spec: {
      replicas: 1,
      // Two drivers cannot open one device.
      strategy: { type: "Recreate" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          nodeSelector: { "kubernetes.io/hostname": node },
          tolerations: [{ operator: "Exists", effect: "NoSchedule" }],
          containers: [server(usb), exporter()],
          volumes: [{ name: "usb", hostPath: { path: "/dev/bus/usb", type: "Directory" } }],
        },
      },
    },
  };
}

/**
 * The whole bus is mounted, because a UPS that is plugged in again comes back under another number;
 * opening it takes a privileged container, since a device cgroup only knows numbers.
 */
function server(usb: { readonly vendor: string }) {
  return {
    name: "upsd",
    image: imageRef("docker.io/instantlinux/nut-upsd"),
    env: [
      { name: "NAME", value: "ups" },
      { name: "DRIVER", value: "usbhid-ups" },
      { name: "VENDORID", value: usb.vendor },
      { name: "POLLINTERVAL", value: "15" },
      {
        name: "API_PASSWORD",
        valueFrom: { secretKeyRef: { name: NAME, key: "password" } },
      },
    ],
    ports: [{ name: "nut", containerPort: NUT_PORT }],
    readinessProbe: { tcpSocket: { port: "nut" } },
    livenessProbe: { tcpSocket: { port: "nut" }, initialDelaySeconds: 30, failureThreshold: 6 },
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    securityContext: { privileged: true, runAsUser: 0 },
    volumeMounts: [{ name: "usb", mountPath: "/dev/bus/usb" }],
  };
}

/** https://github.com/DRuggeri/nut_exporter */
function exporter() {
  return {
    name: "exporter",
    image: imageRef("ghcr.io/druggeri/nut_exporter"),
    args: [
      "--nut.server=127.0.0.1",
      `--nut.serverport=${String(NUT_PORT)}`,
      `--nut.vars_enable=${VARIABLES.join(",")}`,
      `--web.listen-address=:${String(METRICS_PORT)}`,
    ],
    ports: [{ name: "metrics", containerPort: METRICS_PORT }],
    readinessProbe: { httpGet: { path: "/metrics", port: "metrics" } },
    livenessProbe: { httpGet: { path: "/metrics", port: "metrics" } },
    resources: { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

import type { ClusterSpec } from "../../spec/cluster";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { appSelector, MONITORING_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { hardenedPod } from "../network/hardened-pod";

const NAME = "unpoller";
const USER = 65534;

/**
 * Metrics of the UniFi network. It signs in with the API key that also writes the LAN's DNS.
 * https://unpoller.com/docs/install/configuration
 */
export function unpollerBundle({
  controller,
}: NonNullable<ClusterSpec["monitoring"]["unifi"]>): Bundle {
  const labels = appSelector(NAME);
  return {
    layer: "monitoring",
    component: "Unpoller",
    name: NAME,
    namespaces: [{ name: MONITORING_NAMESPACE }],
    secrets: [
      { name: NAME, namespace: MONITORING_NAMESPACE, values: { "api-key": "{{unifiApiKey}}" } },
    ],
    objects: [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: NAME, namespace: MONITORING_NAMESPACE, labels },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: hardenedPod(USER, { containers: [container(controller)] }),
          },
        },
      } satisfies KubernetesObject,
    ],
    provides: [`app:${NAME}`],
  };
}

function container(controller: string) {
  return {
    name: NAME,
    image: imageRef("ghcr.io/unpoller/unpoller"),
    env: [
      { name: "UP_UNIFI_DEFAULT_URL", value: `https://${controller}` },
      // Controllers sign their own certificate.
      { name: "UP_UNIFI_DEFAULT_VERIFY_SSL", value: "false" },
      { name: "UP_UNIFI_DEFAULT_SAVE_DPI", value: "true" },
      { name: "UP_INFLUXDB_DISABLE", value: "true" },
      { name: "UP_PROMETHEUS_HTTP_LISTEN", value: "0.0.0.0:9130" },
      {
        name: "UP_UNIFI_DEFAULT_API_KEY",
        valueFrom: { secretKeyRef: { name: NAME, key: "api-key" } },
      },
    ],
    ports: [{ name: "metrics", containerPort: 9130 }],
    readinessProbe: { tcpSocket: { port: "metrics" } },
    livenessProbe: { tcpSocket: { port: "metrics" } },
    resources: { requests: { cpu: "10m", memory: "48Mi" }, limits: { memory: "256Mi" } },
  };
}

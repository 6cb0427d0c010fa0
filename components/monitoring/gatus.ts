import type { ClusterSpec } from "../../spec/cluster";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { appSelector, MONITORING_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { configHash, hardenedPod } from "../network/hardened-pod";
import { gatusEndpoints } from "./gatus-endpoints";
import { volumeClass } from "./volumes";

const NAME = "gatus";
const USER = 65534;
const PORT = 8080;

/**
 * Gatus, which asks every route for an answer and shows the history. It tells nobody itself: its
 * metrics become alerts (rules/services.ts), so that all of them go through Alertmanager.
 */
export function gatusBundle(spec: ClusterSpec): Bundle {
  const { storageClass } = volumeClass(spec, "replicated");
  // JSON is YAML too.
  const config = { "config.yaml": JSON.stringify(configuration(spec), null, 2) };
  return {
    layer: "monitoring",
    component: "Gatus",
    name: NAME,
    namespaces: [{ name: MONITORING_NAMESPACE }],
    objects: [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: NAME, namespace: MONITORING_NAMESPACE, labels: appSelector(NAME) },
        data: config,
      },
      ...(storageClass === undefined ? [] : [claim(storageClass)]),
      deployment(configHash(config), storageClass !== undefined),
      service(),
    ],
    provides: [`app:${NAME}`],
  };
}

/** Whether the certificates come from nobody that the image trusts. */
const insecure = ({ ingress }: ClusterSpec): boolean =>
  ingress.certificates.issuer === "self-signed";

function configuration(spec: ClusterSpec) {
  const endpoints = gatusEndpoints(spec).map((endpoint) =>
    insecure(spec) ? { ...endpoint, client: { ...endpoint.client, insecure: true } } : endpoint,
  );
  return {
    metrics: true,
    storage: { type: "sqlite", path: "/data/gatus.db", caching: true },
    web: { port: PORT },
    ui: { title: `Status of ${spec.domain}`, header: "Status" },
    connectivity: { checker: { target: "1.1.1.1:53", interval: "60s" } },
    endpoints,
  };
}

function claim(storageClassName: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: NAME, namespace: MONITORING_NAMESPACE, labels: appSelector(NAME) },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName,
      resources: { requests: { storage: "1Gi" } },
    },
  };
}

function deployment(hash: string, kept: boolean): KubernetesObject {
  const labels = appSelector(NAME);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: NAME, namespace: MONITORING_NAMESPACE, labels },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "hearth.dev/config-hash": hash } },
        spec: {
          ...hardenedPod(USER, { containers: [container()] }),
          volumes: [
            { name: "config", configMap: { name: NAME } },
            {
              name: "data",
              ...(kept ? { persistentVolumeClaim: { claimName: NAME } } : { emptyDir: {} }),
            },
          ],
        },
      },
    },
  };
}

function container() {
  return {
    name: NAME,
    image: imageRef("ghcr.io/twin/gatus"),
    env: [{ name: "GATUS_CONFIG_PATH", value: "/config/config.yaml" }],
    ports: [{ name: "http", containerPort: PORT }],
    readinessProbe: { httpGet: { path: "/health", port: "http" } },
    livenessProbe: { httpGet: { path: "/health", port: "http" } },
    resources: { requests: { cpu: "20m", memory: "48Mi" }, limits: { memory: "256Mi" } },
    volumeMounts: [
      { name: "config", mountPath: "/config", readOnly: true },
      { name: "data", mountPath: "/data" },
    ],
  };
}

function service(): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: NAME, namespace: MONITORING_NAMESPACE, labels: appSelector(NAME) },
    spec: {
      selector: appSelector(NAME),
      ports: [{ name: "http", port: PORT, targetPort: "http", protocol: "TCP" }],
    },
  };
}

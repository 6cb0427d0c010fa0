import type { ClusterSpec } from "../../spec/cluster";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { NETWORK_NAMESPACE, appSelector } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { hardenedPod } from "./hardened-pod";
import { spreadOverNodes } from "./placement";

const NAME = "cloudflared";
/** The image's `nonroot`. */
const USER = 65532;
const TOKEN = { secret: "cloudflared", key: "TUNNEL_TOKEN" } as const;

/**
 * The cluster's end of the Cloudflare tunnel. It dials out; where requests go is part of the
 * tunnel's configuration at Cloudflare (components/cloudflare).
 */
export function cloudflaredBundle(spec: ClusterSpec): Bundle | undefined {
  const tunnel = spec.ingress.cloudflare?.tunnel;
  if (tunnel === undefined) return undefined;
  const { replicas } = tunnel;
  const labels = appSelector(NAME);
  return {
    layer: "network",
    component: "Cloudflared",
    name: NAME,
    namespaces: [{ name: NETWORK_NAMESPACE }],
    secrets: [
      {
        name: TOKEN.secret,
        namespace: NETWORK_NAMESPACE,
        values: { [TOKEN.key]: "{{cloudflareTunnelToken}}" },
      },
    ],
    objects: [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: NAME, namespace: NETWORK_NAMESPACE, labels },
        spec: {
          replicas,
          revisionHistoryLimit: 3,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: hardenedPod(USER, {
              topologySpreadConstraints: spreadOverNodes(spec, labels, replicas),
              // Open requests end before the pod does.
              terminationGracePeriodSeconds: 45,
              containers: [container()],
            }),
          },
        },
      },
      ...(replicas > 1
        ? [
            {
              apiVersion: "policy/v1",
              kind: "PodDisruptionBudget",
              metadata: { name: NAME, namespace: NETWORK_NAMESPACE, labels },
              spec: { minAvailable: 1, selector: { matchLabels: labels } },
            },
          ]
        : []),
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: NAME, namespace: NETWORK_NAMESPACE, labels },
        spec: {
          selector: labels,
          ports: [{ name: "metrics", port: 8080, targetPort: "metrics", protocol: "TCP" }],
        },
      },
    ] satisfies KubernetesObject[],
    provides: [`app:${NAME}`],
  };
}

/** Settings: https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/configure-tunnels/cloudflared-parameters/run-parameters/ */
function container() {
  return {
    name: NAME,
    image: imageRef("docker.io/cloudflare/cloudflared"),
    args: ["tunnel", "run"],
    env: [
      { name: "NO_AUTOUPDATE", value: "true" },
      { name: "TUNNEL_TRANSPORT_PROTOCOL", value: "quic" },
      { name: "TUNNEL_POST_QUANTUM", value: "true" },
      { name: "TUNNEL_METRICS", value: "0.0.0.0:8080" },
      { name: "TUNNEL_GRACE_PERIOD", value: "30s" },
      {
        name: "TUNNEL_TOKEN",
        valueFrom: { secretKeyRef: { name: TOKEN.secret, key: TOKEN.key } },
      },
    ],
    ports: [{ name: "metrics", containerPort: 8080, protocol: "TCP" }],
    // Ready means at least one connection to Cloudflare's edge.
    readinessProbe: { httpGet: { path: "/ready", port: "metrics" } },
    startupProbe: {
      httpGet: { path: "/ready", port: "metrics" },
      periodSeconds: 10,
      failureThreshold: 30,
    },
    // A tunnel that lost every connection reconnects by itself; a restart helps only after minutes.
    livenessProbe: {
      httpGet: { path: "/ready", port: "metrics" },
      periodSeconds: 10,
      failureThreshold: 12,
    },
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  };
}

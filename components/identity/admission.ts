import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { App } from "../../spec/app/app";
import { appMeta, instanceSelector } from "../app/labels";
import type { KubernetesObject } from "../contracts/object";

/** Pods that may connect, by namespace and labels. */
export interface Peer {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Admits further pods to a port of an app, beside those that its own policy admits: policies add up.
 * None where nobody is to be admitted.
 */
export function admission(
  app: Pick<App, "name" | "category">,
  suffix: string,
  peers: readonly Peer[],
  port: number,
): KubernetesObject[] {
  if (peers.length === 0) return [];
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: appMeta(app, suffix),
      spec: {
        podSelector: { matchLabels: instanceSelector(app.name) },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: peers.map(({ namespace, labels }) => ({
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
              podSelector: { matchLabels: { ...labels } },
            })),
            ports: [{ port, protocol: "TCP" }],
          },
        ],
      },
    } satisfies INetworkPolicy & KubernetesObject,
  ];
}

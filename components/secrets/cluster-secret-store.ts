import type { IClusterSecretStore } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ClusterSecretStore";
import { awaitCondition } from "../contracts/await";
import type { Bundle } from "../contracts/bundle";
import { SECRET_STORE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

type Provider = NonNullable<IClusterSecretStore["spec"]>["provider"];

/** The parts that the stores have in common. */
export const storeBundle = {
  layer: "secrets",
  component: "SecretStore",
  name: SECRET_STORE,
  provides: [`secretstore:${SECRET_STORE}`],
} as const satisfies Bundle;

/** The ClusterSecretStore of a provider. */
export function clusterSecretStore(provider: Provider): KubernetesObject {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ClusterSecretStore",
    metadata: { name: SECRET_STORE, annotations: awaitCondition("Ready") },
    spec: { provider },
  } satisfies IClusterSecretStore;
}

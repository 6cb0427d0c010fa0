import type { IExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret";
import type { ClusterSpec } from "../../spec/cluster";
import { SECRET_STORE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/** Where a secret stands in the store: an item and one of its properties. */
export interface SecretAddress {
  readonly item: string;
  readonly property: string;
}

/** What {@link externalSecret} is made from. */
export interface ExternalSecretArgs {
  /** Name of the ExternalSecret and of the Secret that it writes. */
  readonly name: string;
  readonly namespace: string;
  /** Key of the Secret, or name in the template, to where the value stands in the store. */
  readonly keys: Readonly<Record<string, SecretAddress>>;
  /**
   * Keys of the Secret to text in which `{{ .KEY }}` stands for a value.
   * @default the values as they are
   */
  readonly template?: Readonly<Record<string, string>>;
  /** Type of the Secret. @default "Opaque" */
  readonly type?: string;
}

/**
 * An ExternalSecret that reads from the stack's store.
 * https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecret(
  store: ClusterSpec["secretStore"],
  { name, namespace, keys, template, type }: ExternalSecretArgs,
): KubernetesObject {
  const plain = Object.fromEntries(Object.keys(keys).map((key) => [key, `{{ .${key} }}`]));
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: SECRET_STORE },
      target: {
        name,
        creationPolicy: "Owner",
        ...(template === undefined && type === undefined
          ? {}
          : {
              template: {
                engineVersion: "v2",
                ...(type === undefined ? {} : { type }),
                data: template ?? plain,
              },
            }),
      },
      data: Object.entries(keys).map(([secretKey, address]) => ({
        secretKey,
        remoteRef: { key: remoteKey(store, address.item), property: address.property },
      })),
    },
  } satisfies IExternalSecret;
}

/** What the store calls an item: 1Password by title, aKeyless by path, the generated store by Secret. */
export function remoteKey(store: ClusterSpec["secretStore"], item: string): string {
  return store.provider === "akeyless" ? `${store.pathPrefix}/${item}` : item;
}

import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { SECURITY_NAMESPACE } from "../contracts/conventions";
import { clusterSecretStore, storeBundle } from "./cluster-secret-store";
import { generatedStoreBundle } from "./generated-store";
import { CONNECT_URL } from "./onepassword-connect";

/**
 * The store that every ExternalSecret refers to. Pulumi waits until the operator has reached it, so
 * nothing that needs a secret starts before it answers.
 */
export function secretStoreBundle(spec: ClusterSpec): Bundle {
  const store = spec.secretStore;
  switch (store.provider) {
    case "onepassword":
      return onePasswordStore(store.vault);
    case "akeyless":
      return akeylessStore(store.gateway);
    case "generated":
      return generatedStoreBundle(spec);
  }
}

/** https://external-secrets.io/latest/provider/1password-automation/ */
function onePasswordStore(vault: string): Bundle {
  const name = "onepassword-connect-token";
  return {
    ...storeBundle,
    namespaces: [{ name: SECURITY_NAMESPACE }],
    secrets: [{ name, namespace: SECURITY_NAMESPACE, values: { token: "{{onePasswordToken}}" } }],
    objects: [
      clusterSecretStore({
        onepassword: {
          connectHost: CONNECT_URL,
          vaults: { [vault]: 1 },
          auth: {
            secretRef: {
              connectTokenSecretRef: { name, namespace: SECURITY_NAMESPACE, key: "token" },
            },
          },
        },
      }),
    ],
  };
}

/** https://external-secrets.io/latest/provider/akeyless/ */
function akeylessStore(gateway: string): Bundle {
  const name = "akeyless-access";
  const key = (property: string) => ({ name, namespace: SECURITY_NAMESPACE, key: property });
  return {
    ...storeBundle,
    namespaces: [{ name: SECURITY_NAMESPACE }],
    secrets: [
      {
        name,
        namespace: SECURITY_NAMESPACE,
        values: {
          accessId: "{{akeylessAccessId}}",
          accessType: "api_key",
          accessTypeParam: "{{akeylessAccessKey}}",
        },
      },
    ],
    objects: [
      clusterSecretStore({
        akeyless: {
          akeylessGWApiURL: gateway,
          authSecretRef: {
            secretRef: {
              accessID: key("accessId"),
              accessType: key("accessType"),
              accessTypeParam: key("accessTypeParam"),
            },
          },
        },
      }),
    ],
  };
}

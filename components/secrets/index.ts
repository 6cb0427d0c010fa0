import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { externalSecretsBundle } from "./external-secrets";
import { onePasswordConnectBundle } from "./onepassword-connect";
import { secretStoreBundle } from "./secret-store";

/** The operator and the store of the stack, with 1Password Connect where the store is a vault of it. */
export function secretsBundles(spec: ClusterSpec): Bundle[] {
  return [
    externalSecretsBundle(),
    ...(spec.secretStore.provider === "onepassword" ? [onePasswordConnectBundle()] : []),
    secretStoreBundle(spec),
  ];
}

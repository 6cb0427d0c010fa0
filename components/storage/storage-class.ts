import type { ClusterSpec } from "../../spec/cluster";
import type { KubernetesObject } from "../contracts/object";

/** Marks the class that claims without a class get. */
const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

/** What a storage class says beside its name. */
export interface StorageClassArgs {
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly mountOptions?: readonly string[];
  /** Whether its volumes can grow. @default true */
  readonly expandable?: boolean;
}

/**
 * A storage class. Its volumes go with their claims; claims themselves stay when an app leaves, so
 * data only go when a person deletes the claim.
 */
export function storageClass(
  spec: Pick<ClusterSpec, "storageClasses">,
  name: string,
  { provisioner, parameters, mountOptions, expandable = true }: StorageClassArgs,
): KubernetesObject {
  const isDefault = spec.storageClasses.some((one) => one.name === name && one.isDefault);
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { [DEFAULT_CLASS]: String(isDefault) } },
    provisioner,
    parameters,
    reclaimPolicy: "Delete",
    allowVolumeExpansion: expandable,
    volumeBindingMode: "Immediate",
    ...(mountOptions === undefined ? {} : { mountOptions }),
  };
}

/** Bare machines to a Kubernetes API: what other rooms use of this layer. */
export { bootImageUrl, installerImages, schematicId } from "./schematic";
export { machineConfigDigests, machinePatches, redactedPatches } from "./patches";
export { TalosCluster, type TalosClusterArgs } from "./talos-cluster";

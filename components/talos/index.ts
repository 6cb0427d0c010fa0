/** Bare machines to a Kubernetes API: what other rooms use of this layer. */
export { machinePatches, redactedPatches } from "./patches";
export { TalosCluster } from "./talos-cluster";

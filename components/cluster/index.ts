/** Access to the Kubernetes API. */
export { ClusterAccess, type ClusterAccessArgs } from "./cluster-access";

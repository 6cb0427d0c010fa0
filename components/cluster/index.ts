/** Access to the Kubernetes API. */
export { ClusterAccess } from "./cluster-access";

import * as kubernetes from "@pulumi/kubernetes";
import type { CustomResource, CustomResourceOptions } from "@pulumi/pulumi";
import type { KubernetesObject } from "../contracts/object";

type Constructor = new (name: string, args: never, opts?: CustomResourceOptions) => CustomResource;

/**
 * The typed resource class of each built-in kind. Members of `kubernetes` load when they are first
 * read, so each entry is a function.
 */
const CONSTRUCTORS: Readonly<Record<string, () => Constructor>> = {
  "v1/ConfigMap": () => kubernetes.core.v1.ConfigMap,
  "v1/LimitRange": () => kubernetes.core.v1.LimitRange,
  "v1/Namespace": () => kubernetes.core.v1.Namespace,
  "v1/PersistentVolume": () => kubernetes.core.v1.PersistentVolume,
  "v1/PersistentVolumeClaim": () => kubernetes.core.v1.PersistentVolumeClaim,
  "v1/Secret": () => kubernetes.core.v1.Secret,
  "v1/Service": () => kubernetes.core.v1.Service,
  "v1/ServiceAccount": () => kubernetes.core.v1.ServiceAccount,
  "apiextensions.k8s.io/v1/CustomResourceDefinition": () =>
    kubernetes.apiextensions.v1.CustomResourceDefinition,
  "apps/v1/DaemonSet": () => kubernetes.apps.v1.DaemonSet,
  "apps/v1/Deployment": () => kubernetes.apps.v1.Deployment,
  "apps/v1/StatefulSet": () => kubernetes.apps.v1.StatefulSet,
  "batch/v1/CronJob": () => kubernetes.batch.v1.CronJob,
  "batch/v1/Job": () => kubernetes.batch.v1.Job,
  "autoscaling/v2/HorizontalPodAutoscaler": () => kubernetes.autoscaling.v2.HorizontalPodAutoscaler,
  "networking.k8s.io/v1/NetworkPolicy": () => kubernetes.networking.v1.NetworkPolicy,
  "node.k8s.io/v1/RuntimeClass": () => kubernetes.node.v1.RuntimeClass,
  "policy/v1/PodDisruptionBudget": () => kubernetes.policy.v1.PodDisruptionBudget,
  "rbac.authorization.k8s.io/v1/ClusterRole": () => kubernetes.rbac.v1.ClusterRole,
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": () => kubernetes.rbac.v1.ClusterRoleBinding,
  "rbac.authorization.k8s.io/v1/Role": () => kubernetes.rbac.v1.Role,
  "rbac.authorization.k8s.io/v1/RoleBinding": () => kubernetes.rbac.v1.RoleBinding,
  "resource.k8s.io/v1/ResourceClaimTemplate": () => kubernetes.resource.v1.ResourceClaimTemplate,
  "resource.k8s.io/v1/DeviceClass": () => kubernetes.resource.v1.DeviceClass,
  "scheduling.k8s.io/v1/PriorityClass": () => kubernetes.scheduling.v1.PriorityClass,
  "storage.k8s.io/v1/StorageClass": () => kubernetes.storage.v1.StorageClass,
};

/** Registers an object as the typed resource of its kind, or as a custom resource. */
export function registerObject(
  name: string,
  object: KubernetesObject,
  opts: CustomResourceOptions,
): CustomResource {
  const typed = CONSTRUCTORS[`${object.apiVersion}/${object.kind}`];
  if (typed !== undefined) return new (typed())(name, object as never, opts);
  return new kubernetes.apiextensions.CustomResource(name, object, opts);
}

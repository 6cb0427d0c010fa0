import { defineApp } from "../../components/app/model";

/** Stops the apps that mount the NFS server while it does not answer: see components/app/scaler.ts. */
export default defineApp({
  name: "keda",
  category: "system",
  description: "Stops apps while what they need is away",
  chart: "keda",
  dependsOn: ["blackbox-exporter", "kube-prometheus-stack"],
  brings: {
    crds: [
      {
        apiVersion: "keda.sh/v1alpha1",
        kind: "ClusterTriggerAuthentication",
        plural: "clustertriggerauthentications",
        scope: "Cluster",
      },
      {
        apiVersion: "keda.sh/v1alpha1",
        kind: "ScaledJob",
        plural: "scaledjobs",
        scope: "Namespaced",
      },
      {
        apiVersion: "keda.sh/v1alpha1",
        kind: "ScaledObject",
        plural: "scaledobjects",
        scope: "Namespaced",
      },
      {
        apiVersion: "keda.sh/v1alpha1",
        kind: "TriggerAuthentication",
        plural: "triggerauthentications",
        scope: "Namespaced",
      },
      {
        apiVersion: "eventing.keda.sh/v1alpha1",
        kind: "CloudEventSource",
        plural: "cloudeventsources",
        scope: "Namespaced",
      },
      {
        apiVersion: "eventing.keda.sh/v1alpha1",
        kind: "ClusterCloudEventSource",
        plural: "clustercloudeventsources",
        scope: "Cluster",
      },
    ],
    workloads: [
      { kind: "Deployment", name: "keda-admission-webhooks", replicas: 1 },
      { kind: "Deployment", name: "keda-operator", replicas: 1 },
      { kind: "Deployment", name: "keda-operator-metrics-apiserver", replicas: 1 },
    ],
  },
});

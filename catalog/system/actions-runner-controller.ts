import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "actions-runner-controller",
  category: "system",
  description: "Runs jobs of GitHub Actions in the cluster",
  chart: "gha-runner-scale-set-controller",
  values: { fullnameOverride: "actions-runner-controller", replicaCount: 1 },
  brings: {
    crds: [
      {
        apiVersion: "actions.github.com/v1alpha1",
        kind: "AutoscalingListener",
        plural: "autoscalinglisteners",
        scope: "Namespaced",
      },
      {
        apiVersion: "actions.github.com/v1alpha1",
        kind: "AutoscalingRunnerSet",
        plural: "autoscalingrunnersets",
        scope: "Namespaced",
      },
      {
        apiVersion: "actions.github.com/v1alpha1",
        kind: "EphemeralRunner",
        plural: "ephemeralrunners",
        scope: "Namespaced",
      },
      {
        apiVersion: "actions.github.com/v1alpha1",
        kind: "EphemeralRunnerSet",
        plural: "ephemeralrunnersets",
        scope: "Namespaced",
      },
    ],
    workloads: [{ kind: "Deployment", name: "actions-runner-controller", replicas: 1 }],
  },
});

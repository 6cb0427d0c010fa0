import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "descheduler",
  category: "kube-system",
  description: "Moves pods from full nodes to empty ones",
  chart: "descheduler",
  talksTo: ["metrics-server"],
  values: {
    kind: "Deployment",
    deschedulerPolicyAPIVersion: "descheduler/v1alpha2",
    deschedulerPolicy: {
      metricsProviders: [{ source: "KubernetesMetrics" }],
      profiles: [
        {
          name: "Default",
          pluginConfig: [
            {
              name: "LowNodeUtilization",
              args: {
                metricsUtilization: { source: "KubernetesMetrics" },
                thresholds: { cpu: 20, memory: 20, pods: 20 },
                targetThresholds: { cpu: 50, memory: 50, pods: 50 },
              },
            },
            {
              name: "RemoveFailedPods",
              args: {
                includingInitContainers: true,
                excludeOwnerKinds: ["Job"],
                minPodLifetimeSeconds: 1800,
              },
            },
            {
              name: "RemovePodsViolatingNodeAffinity",
              args: { nodeAffinityType: ["requiredDuringSchedulingIgnoredDuringExecution"] },
            },
          ],
          plugins: {
            balance: {
              enabled: ["LowNodeUtilization", "RemovePodsViolatingTopologySpreadConstraint"],
            },
            deschedule: {
              enabled: [
                "RemoveFailedPods",
                "RemovePodsViolatingInterPodAntiAffinity",
                "RemovePodsViolatingNodeAffinity",
                "RemovePodsViolatingNodeTaints",
              ],
            },
          },
        },
      ],
    },
    leaderElection: { enabled: true },
  },
  brings: { workloads: [{ kind: "Deployment", name: "descheduler", replicas: 1 }] },
});

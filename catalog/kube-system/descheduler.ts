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
              // Every app has a scratch volume, which would keep its pod where it is.
              name: "DefaultEvictor",
              args: { podProtections: { defaultDisabled: ["PodsWithLocalStorage"] } },
            },
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
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  },
  brings: { workloads: [{ kind: "Deployment", name: "descheduler", replicas: 1 }] },
});

import { defineApp } from "../../components/app/model";

/** The stack names the repository (`values.githubConfigUrl`). */
export default defineApp({
  name: "home-ops-runner",
  category: "system",
  description: "Runners of GitHub Actions",
  chart: "gha-runner-scale-set",
  dependsOn: ["actions-runner-controller"],
  secrets: {
    github_app_id: "app-id",
    github_app_installation_id: "installation-id",
    github_app_private_key: "private-key",
  },
  values: {
    githubConfigUrl: "https://github.com/example/home-ops",
    githubConfigSecret: "home-ops-runner-secret",
    minRunners: 1,
    maxRunners: 3,
    controllerServiceAccount: { name: "actions-runner-controller", namespace: "system" },
    containerMode: {
      type: "kubernetes",
      kubernetesModeWorkVolumeClaim: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "openebs-hostpath",
        resources: { requests: { storage: "10Gi" } },
      },
    },
  },
});

import { defineApp } from "../../components/app/model";

/** Gives pods that say so in an annotation the credentials of an AWS role. */
export default defineApp({
  name: "aws-identity-webhook",
  category: "security",
  description: "Roles of AWS for pods, without keys",
  chart: "amazon-eks-pod-identity-webhook",
  dependsOn: ["cert-manager"],
  values: {
    fullnameOverride: "aws-identity-webhook",
    replicaCount: 2,
    config: {
      annotationPrefix: "eks.amazonaws.com",
      defaultAwsRegion: "",
      stsRegionalEndpoint: false,
    },
    pki: { certManager: { enabled: true } },
    resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  },
  brings: { workloads: [{ kind: "Deployment", name: "aws-identity-webhook", replicas: 2 }] },
});

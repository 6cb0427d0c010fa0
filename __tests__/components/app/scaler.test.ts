import { record } from "../../../components/contracts/object";
import { bundleOf, names, object } from "./support";

const keda = { "blackbox-exporter": {}, keda: {}, "kube-prometheus-stack": {} };

describe("an app that mounts the NFS server", () => {
  it("runs while the server answers, where the stack has KEDA", () => {
    const bundle = bundleOf("sonarr", {}, keda);
    expect(object(bundle, "ScaledObject")).toEqual({
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: {
        name: "sonarr",
        namespace: "media",
        labels: object(bundle, "Service").metadata.labels,
      },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "sonarr" },
        pollingInterval: 60,
        cooldownPeriod: 120,
        idleReplicaCount: 0,
        minReplicaCount: 1,
        maxReplicaCount: 1,
        advanced: { restoreToOriginalReplicaCount: true },
        triggers: [
          {
            type: "prometheus",
            metadata: {
              serverAddress:
                "http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090",
              query: 'probe_success{job="nfs"}',
              threshold: "1",
              ignoreNullValues: "false",
            },
          },
        ],
      },
    });
  });

  it("leaves the number of its pods to KEDA", () => {
    const replicas = (beside: Record<string, unknown>) =>
      record(object(bundleOf("sonarr", {}, beside), "Deployment")["spec"])["replicas"];
    expect(replicas(keda)).toBeUndefined();
    expect(replicas({})).toBe(1);
  });

  it("has all of its pods or none", () => {
    const spec = object(bundleOf("minio", { replicas: 3 }, keda), "ScaledObject")["spec"];
    expect(spec).toMatchObject({ idleReplicaCount: 0, minReplicaCount: 3, maxReplicaCount: 3 });
  });

  it("is left alone without KEDA", () => {
    expect(names(bundleOf("sonarr")).join()).not.toContain("ScaledObject");
  });
});

it("leaves apps without NFS, and those that are only jobs, alone", () => {
  for (const app of ["miniflux", "kometa"]) {
    expect(names(bundleOf(app, {}, { ...keda, plex: {} })).join()).not.toContain("ScaledObject");
  }
});

it("leaves an app alone that is switched off", () => {
  const off = names(bundleOf("sonarr", { replicas: 0 }, keda));
  expect(off).toContain("Deployment sonarr");
  expect(off).not.toContain("ScaledObject sonarr");
});

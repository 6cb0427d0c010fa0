import { fluentBitBundle } from "../../../components/monitoring/fluent-bit";
import { lokiBundle } from "../../../components/monitoring/loki";
import { specs } from "./specs";

describe("loki", () => {
  it("keeps lines as long as the spec says, on a local volume", () => {
    const chart = lokiBundle(specs.trio).charts?.[0];
    expect(chart?.values).toMatchObject({
      deploymentMode: "SingleBinary",
      loki: { limits_config: { retention_period: "504h" }, compactor: { retention_enabled: true } },
      singleBinary: { persistence: { enabled: true, storageClass: "openebs-hostpath" } },
      gateway: { enabled: false },
      chunksCache: { enabled: false },
      read: { replicas: 0 },
    });
    expect(chart?.needs).toEqual(["storageclass:openebs-hostpath"]);
  });

  it("takes replicated volumes where there are no local ones, and none where there are none", () => {
    const replicated = specs.home.storageClasses.filter(({ role }) => role === "replicated");
    const chart = lokiBundle({ ...specs.home, storageClasses: replicated }).charts?.[0];
    expect(chart?.needs).toEqual(["storageclass:ceph-block"]);
    const bare = lokiBundle({ ...specs.home, storageClasses: [] }).charts?.[0];
    expect(bare?.needs).toEqual([]);
    expect(bare?.values).toMatchObject({ singleBinary: { persistence: { enabled: false } } });
  });
});

describe("fluent-bit", () => {
  const bundle = fluentBitBundle(specs.home);
  const values = bundle.charts?.[0]?.values as { config: Record<string, string> };

  it("runs on every node and waits for Loki", () => {
    expect(values).toMatchObject({ tolerations: [{ operator: "Exists" }] });
    expect(bundle.needs).toEqual(["app:loki"]);
  });

  it("sends to Loki with few labels, and remembers on the node how far it has read", () => {
    expect(values.config["outputs"]).toContain("Host loki.monitoring.svc.cluster.local");
    expect(values.config["outputs"]).toContain("cluster=home");
    expect(values.config["outputs"]).toMatch(/Structured_Metadata .*pod_name/);
    expect(/Labels (.*)/.exec(values.config["outputs"] ?? "")?.[1]).not.toContain("pod_name");
    expect(values.config["inputs"]).toContain("DB /var/lib/fluent-bit/tail.db");
  });

  it("may read what is root's, and no more", () => {
    expect(values).toMatchObject({
      securityContext: {
        runAsUser: 0,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"], add: ["DAC_READ_SEARCH"] },
      },
    });
  });
});

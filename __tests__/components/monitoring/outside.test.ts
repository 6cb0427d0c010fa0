import { record } from "../../../components/contracts/object";
import { probesBundle } from "../../../components/monitoring/probes";
import { silenceOperatorBundle } from "../../../components/monitoring/silence-operator";
import { showroom } from "../../support/showroom";
import { validateObject } from "../../support/validate-object";
import { specs, withoutApps } from "./specs";

describe("probes of hosts outside of the cluster", () => {
  const probes = (spec: (typeof specs)["trio"]) =>
    (probesBundle(spec)?.objects ?? []).map((object) => {
      expect(() => validateObject(object)).not.toThrow();
      const { jobName, module, targets } = record(object["spec"]);
      return [jobName, module, record(record(targets)["staticConfig"])["static"]];
    });

  it("ask the NFS server for its port, and every host for an echo", () => {
    expect(probes(specs.trio)).toEqual([
      ["devices", "icmp", ["nas.internal", "192.168.5.12", "192.168.5.13"]],
      ["nfs", "tcp_connect", ["nas.internal:2049"]],
      ["nas", "synology", ["nas.internal"]],
    ]);
    expect(probes(withoutApps(specs.trio, "blackbox-exporter"))).toHaveLength(1);
    expect(probes(withoutApps(specs.trio, "snmp-exporter"))).toHaveLength(2);
  });

  it("use modules that the exporter's configuration has", () => {
    const exporter = specs.trio.apps["blackbox-exporter"];
    const text = JSON.stringify(exporter);
    for (const [, module] of probes(withoutApps(specs.trio, "snmp-exporter")))
      expect(text).toContain(`  ${String(module)}: {`);
  });

  it("are none where there is nothing outside", () => {
    const { nfs, ...storage } = specs.trio.storage;
    expect(nfs).toBeDefined();
    const spec = withoutApps(specs.trio, "home-assistant-vm", "printer-3d");
    expect(probesBundle({ ...spec, storage })).toBeUndefined();
  });
});

describe("the silence operator", () => {
  const silences = (spec: (typeof specs)["trio"]) =>
    silenceOperatorBundle(spec).objects?.map(({ metadata, spec: fields }) => [metadata, fields]);

  it("silences what the stack names, and says why", () => {
    expect(silences(withoutApps(specs.trio, "keda"))).toEqual([
      [
        {
          name: "caches-fill-up",
          namespace: "monitoring",
          annotations: {
            "hearth.dev/reason": "these volumes fill up to a limit of their own",
          },
        },
        {
          matchers: [
            { name: "alertname", value: "KubePersistentVolumeFillingUp", matchType: "=" },
            {
              name: "persistentvolumeclaim",
              value: "plex-(cache|config)|jellyfin-metadata|prometheus-.*",
              matchType: "=~",
            },
          ],
        },
      ],
    ]);
  });

  it("silences KEDA's autoscalers, which are always at their limit", () => {
    const spec = showroom({ "blackbox-exporter": {}, keda: {}, "kube-prometheus-stack": {} });
    expect(silences(spec)?.map(([, fields]) => fields)).toEqual([
      {
        matchers: [
          { name: "alertname", value: "KubeHpaMaxedOut", matchType: "=" },
          { name: "horizontalpodautoscaler", value: "keda-hpa-.*", matchType: "=~" },
        ],
      },
    ]);
  });
});

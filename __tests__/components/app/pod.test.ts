import { record } from "../../../components/contracts/object";
import { bundleFrom, bundleOf, container, object, pod } from "./support";

describe("Jellyfin on its node", () => {
  const bundle = bundleOf("jellyfin", { scheduling: { node: "t440p-01" } });

  it("gets the GPU and the groups that own its device files", () => {
    expect(container(bundle)["resources"]).toEqual({
      requests: { cpu: "100m", memory: "1Gi", "gpu.intel.com/i915": 1 },
      limits: { memory: "8Gi", "gpu.intel.com/i915": 1 },
    });
    expect(pod(bundle)["securityContext"]).toMatchObject({ supplementalGroups: [44, 109] });
  });

  it("is bound to the node and tolerates its taints without saying so", () => {
    expect(pod(bundle)).toMatchObject({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "kubernetes.io/hostname", operator: "In", values: ["t440p-01"] },
                ],
              },
            ],
          },
        },
      },
      tolerations: [
        { key: "dedicated", operator: "Equal", value: "media-home", effect: "NoSchedule" },
      ],
    });
  });

  it("mounts scratch space at each of its places, and the share read-only", () => {
    expect(container(bundle)["volumeMounts"]).toEqual([
      { name: "config", mountPath: "/config" },
      { name: "metadata", mountPath: "/config/metadata" },
      { name: "media", mountPath: "/data/nas-media", readOnly: true },
      { name: "scratch", mountPath: "/cache", subPath: "cache" },
      { name: "scratch", mountPath: "/config/log", subPath: "log" },
      { name: "scratch", mountPath: "/tmp", subPath: "tmp" },
    ]);
    expect(pod(bundle)["volumes"]).toContainEqual({
      name: "media",
      nfs: { server: "data.example.com", path: "/volume1/media" },
    });
  });

  it("stops before its successor starts, because both mount its volume", () => {
    expect(record(object(bundle, "Deployment")["spec"])["strategy"]).toEqual({ type: "Recreate" });
  });
});

describe("the TUN device", () => {
  it("is a resource that its plugin offers, and is waited for", () => {
    const override = { devices: { tun: true } };
    const bundle = bundleOf("whoami", override, { "generic-device-plugin": {} });
    expect(container(bundle)["resources"]).toMatchObject({ limits: { "kernel.org/tun": 1 } });
    expect(bundle.needs).toEqual(["app:generic-device-plugin"]);
  });
});

describe("the Thread border router", () => {
  const bundle = bundleOf("otbr");

  it("runs where its radio is, in the network of that node", () => {
    const radio = "/dev/serial/by-id/usb-ITEAD_SONOFF_Zigbee_3.0_USB_Dongle_Plus_V2_EXAMPLE-if00";
    expect(pod(bundle)).toMatchObject({ hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" });
    expect(pod(bundle)["volumes"]).toContainEqual({
      name: "usb",
      hostPath: { path: radio, type: "CharDevice" },
    });
    expect(container(bundle)["env"]).toContainEqual({ name: "DEVICE", value: radio });
  });

  it("makes its namespace privileged, with every reason", () => {
    expect(bundle.namespaces).toEqual([
      {
        name: "home-automation",
        podSecurity: "privileged",
        reason:
          "opens the radio of its node and makes a TUN interface; routes between the Thread mesh and the network of its node; uses a device of its node",
      },
    ]);
  });
});

describe("architectures", () => {
  it("bind an app whose images lack one that the cluster has", () => {
    expect(pod(bundleOf("sabnzbd"))).toMatchObject({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
                ],
              },
            ],
          },
        },
      },
    });
  });

  it("leave an app with all of them free", () => {
    expect(pod(bundleOf("whoami"))).not.toHaveProperty("affinity");
  });
});

describe("VLANs", () => {
  it("are attached with a fixed address in the VLAN's network", () => {
    const bundle = bundleOf("spoolman", {
      networks: { iot: { address: "192.168.107.11", mac: "02:00:00:01:07:11" } },
    });
    const template = record(record(object(bundle, "Deployment")["spec"])["template"]);
    const annotations = record(record(template["metadata"])["annotations"]);
    expect(JSON.parse(String(annotations["k8s.v1.cni.cncf.io/networks"]))).toEqual([
      {
        name: "iot",
        namespace: "networking",
        ips: ["192.168.107.11/24"],
        mac: "02:00:00:01:07:11",
      },
    ]);
  });
});

describe("configuration files", () => {
  const hash = (text: string) => {
    const bundle = bundleFrom({ volumes: { config: { mount: "/config", files: { a: text } } } });
    const template = record(record(object(bundle, "Deployment")["spec"])["template"]);
    return record(record(template["metadata"])["annotations"])["hearth.dev/config-hash"];
  };

  it("restart the app when they change and only then", () => {
    expect(hash("one")).toEqual(expect.any(String));
    expect(hash("one")).toBe(hash("one"));
    expect(hash("two")).not.toBe(hash("one"));
  });
});

describe("sidecars and init containers", () => {
  const bundle = bundleOf("guacamole", {}, { guacd: {} });

  it("run before the app where they say so, without probes", () => {
    expect(record(pod(bundle))["initContainers"]).toHaveLength(2);
    expect(container(bundle, "schema-apply")).not.toHaveProperty("readinessProbe");
    expect(container(bundle, "schema-apply")["volumeMounts"]).toContainEqual({
      name: "schema",
      mountPath: "/schema",
    });
  });

  it("do not get the app's secrets unasked", () => {
    const env = container(bundleOf("n8n"))["env"] as { name: string }[];
    expect(env.map(({ name }) => name)).toContain("N8N_ENCRYPTION_KEY");
    const editor = container(bundleOf("home-assistant"), "code-server")["env"] as {
      name: string;
    }[];
    expect(editor.map(({ name }) => name)).toEqual(["TZ", "HASS_SERVER"]);
  });
});

describe("jobs", () => {
  it("run on the app's node where they mount a volume that only one node may", () => {
    const bundle = bundleOf("plex");
    const job = record(
      record(record(object(bundle, "CronJob", "plex-imagemaid")["spec"])["jobTemplate"])["spec"],
    );
    expect(record(job["template"])["spec"]).toMatchObject({
      restartPolicy: "Never",
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: { matchLabels: { "app.kubernetes.io/name": "plex" } },
              topologyKey: "kubernetes.io/hostname",
            },
          ],
        },
      },
    });
  });

  it("are not among the pods that the Service leads to", () => {
    const bundle = bundleOf("firefly");
    const labels = object(bundle, "CronJob", "firefly-daily").metadata.labels;
    expect(labels).toEqual({
      "app.kubernetes.io/name": "firefly-daily",
      "app.kubernetes.io/instance": "firefly",
    });
  });
});

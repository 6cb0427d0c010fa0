import { record } from "../../../components/contracts/object";
import { bundleFrom, bundleOf, names, object } from "./support";

describe("claims", () => {
  it("are restored from their backup when they are made", () => {
    const bundle = bundleOf("n8n");
    expect(object(bundle, "PersistentVolumeClaim", "n8n-data")["spec"]).toEqual({
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
      storageClassName: "ceph-block",
      volumeMode: "Filesystem",
      dataSourceRef: {
        apiGroup: "volsync.backube",
        kind: "ReplicationDestination",
        name: "n8n-data",
      },
    });
    expect(names(bundle)).toEqual(
      expect.arrayContaining(["ReplicationSource n8n-data", "ReplicationDestination n8n-data"]),
    );
  });

  it("are waited for as long as a slow line takes to restore them", () => {
    const patience = (size: string) => {
      const bundle = bundleOf("n8n", { volumes: { data: { size } } });
      const { annotations } = object(bundle, "PersistentVolumeClaim", "n8n-data").metadata;
      return annotations?.["pulumi.com/timeoutSeconds"];
    };
    expect(patience("1Gi")).toBe("3600");
    expect(patience("170Gi")).toBe("34816");
  });

  it("stand in the class of their role, and outlive the app unless told otherwise", () => {
    const local = object(bundleOf("sabnzbd"), "PersistentVolumeClaim", "sabnzbd-downloads");
    expect(record(local["spec"])["storageClassName"]).toBe("openebs-hostpath");
    expect(local.metadata.annotations).toBeUndefined();
    const gone = bundleFrom({ volumes: { d: { mount: "/d", size: "1Gi", deleteWithApp: true } } });
    const claim = object(gone, "PersistentVolumeClaim", "sample-d");
    expect(claim.metadata.annotations).toEqual({ "hearth.dev/on-delete": "delete" });
  });

  it("of a class that the stack lacks are refused with app and volume", () => {
    const volumes = { d: { mount: "/d", size: "1Gi", class: "shared" as const } };
    expect(() => bundleFrom({ volumes })).toThrow(
      "sample: volumes.d asks for a shared volume, which the stack lacks",
    );
  });
});

describe("the LoadBalancer address", () => {
  const bundle = bundleOf("mosquitto", {
    loadBalancer: { address: "192.168.0.226", host: "mosquitto" },
  });

  it("is a Service of its own with address and name", () => {
    const service = object(bundle, "Service", "mosquitto-load-balancer");
    expect(service.metadata).toEqual({
      name: "mosquitto-load-balancer",
      namespace: "home-automation",
      labels: {
        "app.kubernetes.io/instance": "mosquitto",
        "external-dns.alpha.kubernetes.io/enabled": "true",
      },
      annotations: {
        "lbipam.cilium.io/ips": "192.168.0.226",
        "external-dns.alpha.kubernetes.io/hostname": "mosquitto.example.com",
      },
    });
    expect(service["spec"]).toMatchObject({
      type: "LoadBalancer",
      externalTrafficPolicy: "Cluster",
      ports: [{ port: 1883, protocol: "TCP" }],
    });
  });

  it("leaves the Service of the cluster as it is", () => {
    expect(record(object(bundle, "Service")["spec"])["type"]).toBe("ClusterIP");
  });
});

describe("routes", () => {
  it("carry a label where a login comes first, and none where not", () => {
    const bundle = bundleOf("home-assistant");
    const label = (route: string) =>
      object(bundle, "HTTPRoute", route).metadata.labels?.["hearth.dev/auth"];
    expect(label("home-assistant-code")).toBe("forward");
    expect(label("home-assistant-web")).toBeUndefined();
  });

  it("are shown on the start page once an app, where the stack has one", () => {
    const annotations = (bundle: ReturnType<typeof bundleOf>, route: string) =>
      object(bundle, "HTTPRoute", route).metadata.annotations ?? {};
    expect(annotations(bundleOf("n8n"), "n8n-web")).not.toHaveProperty("gethomepage.dev/enabled");
    const shown = bundleOf("n8n", {}, { homepage: {} });
    expect(annotations(shown, "n8n-web")).toMatchObject({
      "gethomepage.dev/enabled": "true",
      "gethomepage.dev/group": "Selfhosted",
      "gethomepage.dev/description": "Workflow automation",
    });
    expect(annotations(shown, "n8n-webhook")).not.toHaveProperty("gethomepage.dev/enabled");
  });

  it("say what live figures the start page shows, secrets by the name of a variable", () => {
    const shown = object(bundleOf("sonarr", {}, { homepage: {} }), "HTTPRoute", "sonarr-web");
    expect(shown.metadata.annotations).toMatchObject({
      "gethomepage.dev/widget.type": "sonarr",
      "gethomepage.dev/widget.url": "http://sonarr.media.svc.cluster.local:8989",
      "gethomepage.dev/widget.key": "{{HOMEPAGE_VAR_SONARR_KEY}}",
    });
    const page = object(
      bundleOf("homepage", {}, { sonarr: {} }),
      "ExternalSecret",
      "homepage-secret",
    );
    expect(JSON.stringify(page["spec"])).toContain("HOMEPAGE_VAR_SONARR_KEY");
    const env = JSON.stringify(
      object(bundleOf("homepage", {}, { sonarr: {} }), "Deployment")["spec"],
    );
    expect(env).toContain('"name":"HOMEPAGE_VAR_SONARR_KEY"');
    const policy = object(bundleOf("sonarr", {}, { homepage: {} }), "NetworkPolicy");
    expect(JSON.stringify(policy["spec"])).toContain('"app.kubernetes.io/instance":"homepage"');
  });

  it("lead UDP to the listener of its port", () => {
    expect(names(bundleOf("sharkord"))).toContain("UDPRoute sharkord-rtc-udp");
  });
});

describe("replicas", () => {
  it("are drained one at a time and spread over nodes", () => {
    const bundle = bundleOf("kromgo", {}, { "kube-prometheus-stack": {} });
    expect(object(bundle, "PodDisruptionBudget")["spec"]).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { "app.kubernetes.io/name": "kromgo" } },
    });
  });

  it("of one have no budget, which would keep their node from being drained", () => {
    expect(names(bundleOf("whoami"))).not.toContain("PodDisruptionBudget whoami");
  });
});

describe("metrics", () => {
  it("are scraped where the stack has Prometheus", () => {
    expect(names(bundleOf("miniflux"))).not.toContain("ServiceMonitor miniflux");
    const bundle = bundleOf("miniflux", {}, { "kube-prometheus-stack": {} });
    expect(object(bundle, "ServiceMonitor")["spec"]).toEqual({
      selector: { matchLabels: { "app.kubernetes.io/name": "miniflux" } },
      endpoints: [{ port: "http", path: "/metrics", interval: "1m" }],
    });
  });
});

describe("rights at the Kubernetes API", () => {
  it("are a role of the app's own, bound to its service account", () => {
    const bundle = bundleOf("homepage");
    expect(object(bundle, "ClusterRoleBinding", "selfhosted-homepage")).toMatchObject({
      roleRef: { kind: "ClusterRole", name: "selfhosted-homepage" },
      subjects: [{ kind: "ServiceAccount", name: "homepage", namespace: "selfhosted" }],
    });
    expect(names(bundleOf("whoami")).filter((name) => name.includes("Role"))).toEqual([]);
  });
});

import type { KubeObject } from "../../lab/kubernetes/client";
import { isTrue } from "../../lab/world/controllers/conditions";
import { probeRoutes } from "../../lab/world/traffic";
import {
  definition,
  eventually,
  resources,
  startTestCluster,
  workload,
  type TestCluster,
} from "./support/control-plane";
import { describeWithTools } from "./support/tools";

jest.setTimeout(120_000);

describeWithTools("the simulated cluster", (tools) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster(tools);
  });
  afterAll(() => cluster.close());

  const apply = (resource: (typeof resources)[keyof typeof resources], object: KubeObject) =>
    cluster.client.apply(resource, object);
  const node = (name: string) => cluster.client.get(resources.nodes, name);
  const define = async (
    group: string,
    version: string,
    kind: string,
    plural: string,
    namespaced = true,
  ) => {
    await apply(resources.definitions, definition(group, version, kind, plural, namespaced));
    await eventually(`${plural}.${group}`, async () => {
      const found = await cluster.client.get(resources.definitions, `${plural}.${group}`);
      return isTrue(found, "Established") || undefined;
    });
    return { group, version, plural };
  };

  it("keeps nodes NotReady until the Cilium agent runs on them", async () => {
    const before = await eventually("a condition", async () => {
      const found = await node("pi-1");
      return (found.status as { conditions?: unknown[] }).conditions ? found : undefined;
    });
    expect(isTrue(before, "Ready")).toBe(false);
    expect(before.metadata.labels).toMatchObject({
      "kubernetes.io/arch": "arm64",
      "node-role.kubernetes.io/control-plane": "",
    });

    await apply(
      resources.daemonSets,
      workload("DaemonSet", "cilium", { hostNetwork: true, tolerations: [{ operator: "Exists" }] }),
    );
    for (const name of ["pi-1", "box-1"]) {
      await eventually(`${name} Ready`, async () => isTrue(await node(name), "Ready") || undefined);
    }
    const { spec, metadata } = await eventually("no taint", async () => {
      const found = await node("box-1");
      return (found.spec as { taints?: unknown[] }).taints ? undefined : found;
    });
    expect(spec).toHaveProperty("podCIDR");
    expect(metadata.labels).toHaveProperty(["example.com/shelf"], "top");
  });

  it("runs pods where the scheduler puts them", async () => {
    await apply(
      resources.deployments,
      workload("Deployment", "arm-only", { nodeSelector: { "kubernetes.io/arch": "arm64" } }),
    );
    const pod = await eventually("a running pod", async () => {
      const { items } = await cluster.client.list(resources.pods, "default");
      return items.find(
        (each) => each.metadata.labels?.app === "arm-only" && isTrue(each, "Ready"),
      );
    });
    expect(pod.spec).toMatchObject({ nodeName: "pi-1" });
    expect(pod.status).toMatchObject({ phase: "Running", hostIP: "192.0.2.11" });
  });

  it("does not start containers before their Secret is there, and says what is missing", async () => {
    const env = [{ name: "A", valueFrom: { secretKeyRef: { name: "late", key: "a" } } }];
    const containers = [{ name: "main", image: "example.com/main:1", env }];
    await apply(resources.deployments, workload("Deployment", "waiter", { containers }));
    const find = async () => {
      const { items } = await cluster.client.list(resources.pods, "default");
      return items.find((each) => each.metadata.labels?.app === "waiter");
    };
    const waiting = await eventually("a reason", async () => {
      const pod = await find();
      const { containerStatuses } = (pod?.status ?? {}) as { containerStatuses?: unknown[] };
      return containerStatuses ? pod : undefined;
    });
    expect(waiting.status).toMatchObject({
      phase: "Pending",
      containerStatuses: [
        {
          state: {
            waiting: { reason: "CreateContainerConfigError", message: 'secret "late" not found' },
          },
        },
      ],
    });
    await apply(resources.secrets, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "late", namespace: "default" },
      stringData: { a: "made up" },
    });
    await eventually("running", async () => {
      const pod = await find();
      return pod && isTrue(pod, "Ready") ? pod : undefined;
    });
  });

  it("provisions a volume for its first consumer, on that consumer's node", async () => {
    await apply(resources.deployments, workload("Deployment", "openebs-localpv-provisioner"));
    await eventually("the class of the chart", () =>
      cluster.client.get(resources.classes, "openebs-hostpath"),
    );
    await apply(resources.claims, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data", namespace: "default" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    });
    await apply(
      resources.deployments,
      workload("Deployment", "keeper", {
        nodeSelector: { "kubernetes.io/arch": "amd64" },
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
      }),
    );
    const claim = await eventually("bound", async () => {
      const found = await cluster.client.get(resources.claims, "data", "default");
      return (found.status as { phase?: string }).phase === "Bound" ? found : undefined;
    });
    const { volumeName } = claim.spec as { volumeName: string };
    const volume = await cluster.client.get(resources.volumes, volumeName);
    expect(JSON.stringify(volume.spec)).toContain('"values":["box-1"]');

    await cluster.client.delete(resources.deployments, "keeper", "default");
    await cluster.client.delete(resources.claims, "data", "default");
    await eventually("the volume is gone", async () => {
      const { items } = await cluster.client.list(resources.volumes);
      return items.length === 0 || undefined;
    });
  });

  it("answers at a gateway's address for a route to a ready app, and says why not before", async () => {
    const gatewayGroup = "gateway.networking.k8s.io";
    const classes = await define(gatewayGroup, "v1", "GatewayClass", "gatewayclasses", false);
    const gateways = await define(gatewayGroup, "v1", "Gateway", "gateways");
    const routes = await define(gatewayGroup, "v1", "HTTPRoute", "httproutes");
    const pools = await define(
      "cilium.io",
      "v2",
      "CiliumLoadBalancerIPPool",
      "ciliumloadbalancerippools",
      false,
    );
    const certificates = await define("cert-manager.io", "v1", "Certificate", "certificates");
    const issuers = await define("cert-manager.io", "v1", "ClusterIssuer", "clusterissuers", false);

    await cluster.client.apply(gateways, {
      apiVersion: `${gatewayGroup}/v1`,
      kind: "Gateway",
      metadata: { name: "internal", namespace: "default" },
      spec: {
        gatewayClassName: "envoy",
        infrastructure: { annotations: { "lbipam.cilium.io/ips": "192.0.2.238" } },
        listeners: [
          {
            name: "https",
            port: 443,
            protocol: "HTTPS",
            hostname: "*.example.com",
            tls: { certificateRefs: [{ name: "wildcard" }] },
            allowedRoutes: { namespaces: { from: "All" } },
          },
        ],
      },
    });
    await cluster.client.apply(routes, {
      apiVersion: `${gatewayGroup}/v1`,
      kind: "HTTPRoute",
      metadata: { name: "app", namespace: "default" },
      spec: {
        hostnames: ["app.example.com"],
        parentRefs: [{ name: "internal", sectionName: "https" }],
        rules: [{ backendRefs: [{ name: "app", port: 80 }] }],
      },
    });
    const probe = () => probeRoutes(cluster.runtime)[0];
    await eventually("the route is seen", () => probe());
    expect(probe()).toMatchObject({ status: 0, url: "https://app.example.com/" });

    for (const name of ["envoy-gateway", "cilium-operator", "cert-manager"]) {
      await apply(resources.deployments, workload("Deployment", name));
    }
    await cluster.client.apply(classes, {
      apiVersion: `${gatewayGroup}/v1`,
      kind: "GatewayClass",
      metadata: { name: "envoy" },
      spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
    });
    await cluster.client.apply(pools, {
      apiVersion: "cilium.io/v2",
      kind: "CiliumLoadBalancerIPPool",
      metadata: { name: "lan" },
      spec: { blocks: [{ start: "192.0.2.220", stop: "192.0.2.239" }] },
    });
    await cluster.client.apply(issuers, {
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "own" },
      spec: { selfSigned: {} },
    });
    await cluster.client.apply(certificates, {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "wildcard", namespace: "default" },
      spec: {
        secretName: "wildcard",
        dnsNames: ["*.example.com"],
        issuerRef: { kind: "ClusterIssuer", name: "own" },
      },
    });
    await eventually("the gateway answers", () => (probe()?.status === 500 ? true : undefined));
    expect(probe()).toMatchObject({
      address: "192.0.2.238",
      text: "Service default/app does not exist",
    });

    await apply(resources.services, {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "app", namespace: "default" },
      spec: { selector: { app: "app" }, ports: [{ port: 80 }] },
    });
    await eventually("the Service is seen", () => (probe()?.status === 503 ? true : undefined));
    await apply(resources.deployments, workload("Deployment", "app"));
    await eventually("the app answers", () => (probe()?.status === 200 ? true : undefined));
    expect(probe()).toMatchObject({ text: "default/app", address: "192.0.2.238" });
  });

  it("goes on with the same objects after a restart", async () => {
    await cluster.restart();
    const { items } = await cluster.client.list(resources.deployments, "default");
    expect(items.map(({ metadata }) => metadata.name)).toContain("app");
    await eventually("the gateway answers again", () => {
      const [probe] = probeRoutes(cluster.runtime);
      return probe?.status === 200 ? probe : undefined;
    });
  });
});

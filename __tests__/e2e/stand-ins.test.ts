import type { KubeObject, Resource } from "../../lab/kubernetes/client";
import { isTrue } from "../../lab/world/controllers/conditions";
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

describeWithTools("the stand-in operators", (tools) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster(tools);
    const tolerations = [{ operator: "Exists" }];
    await run("DaemonSet", "cilium", { hostNetwork: true, tolerations });
    await cluster.client.apply(resources.classes, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "plain" },
      provisioner: "example.com/any",
      volumeBindingMode: "WaitForFirstConsumer",
    });
  });
  afterAll(() => cluster.close());

  const run = (kind: "Deployment" | "DaemonSet", name: string, spec: object = {}) =>
    cluster.client.apply(
      kind === "Deployment" ? resources.deployments : resources.daemonSets,
      workload(kind, name, spec),
    );

  /** Defines a kind and makes one object of it. */
  const make = async (
    apiVersion: string,
    kind: string,
    plural: string,
    name: string,
    spec: object,
    namespaced = true,
  ): Promise<Resource> => {
    const [group = "", version = ""] = apiVersion.split("/");
    const resource = { group, version, plural };
    await cluster.client.apply(
      resources.definitions,
      definition(group, version, kind, plural, namespaced),
    );
    await eventually(plural, () =>
      cluster.client.apply(resource, {
        apiVersion,
        kind,
        metadata: { name, ...(namespaced ? { namespace: "default" } : {}) },
        spec,
      }),
    );
    return resource;
  };
  const until = (
    what: string,
    resource: Resource,
    name: string,
    good: (object: KubeObject) => boolean,
  ) =>
    eventually(what, async () => {
      const found = await cluster.client.get(resource, name, "default");
      return good(found) ? found : undefined;
    });
  const status = (object: KubeObject) => (object.status ?? {}) as Record<string, unknown>;
  const secret = async (name: string): Promise<Record<string, string>> => {
    const found = await eventually(name, () =>
      cluster.client.get(resources.secrets, name, "default"),
    );
    return Object.fromEntries(
      Object.entries(found.data as Record<string, string>).map(([key, value]) => [
        key,
        Buffer.from(value, "base64").toString(),
      ]),
    );
  };

  it("do nothing before their operator runs", async () => {
    const stores = await make(
      "external-secrets.io/v1",
      "ClusterSecretStore",
      "clustersecretstores",
      "vault",
      { provider: { webhook: {} } },
      false,
    );
    // Another stand-in's work, which begins later, shows that this one had its chance.
    await run("Deployment", "dragonfly-operator");
    const caches = await make("dragonflydb.io/v1alpha1", "Dragonfly", "dragonflies", "cache", {});
    await until("a cache", caches, "cache", (object) => status(object).phase === "ready");
    expect(status(await cluster.client.get(stores, "vault"))).toEqual({});
    await run("Deployment", "external-secrets");
    await eventually("a store", async () =>
      isTrue(await cluster.client.get(stores, "vault"), "Ready") ? true : undefined,
    );
  });

  it("make the Secrets that are asked for, once, and fill templates in", async () => {
    const wanted = await make(
      "external-secrets.io/v1",
      "ExternalSecret",
      "externalsecrets",
      "app",
      {
        secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
        target: { name: "app-secret", template: { data: { URL: "https://u:{{ .PASSWORD }}@db" } } },
        data: [{ secretKey: "PASSWORD", remoteRef: { key: "app", property: "password" } }],
      },
    );
    await until("synced", wanted, "app", (object) => isTrue(object, "Ready"));
    const first = await secret("app-secret");
    expect(Object.keys(first)).toEqual(["URL"]);
    expect(first.URL).toMatch(/^https:\/\/u:[\w-]{32}@db$/);
  });

  it("read real Secrets where the store is the cluster itself", async () => {
    await make("external-secrets.io/v1", "SecretStore", "secretstores", "own", {
      provider: { kubernetes: { remoteNamespace: "default" } },
    });
    await cluster.client.apply(resources.secrets, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "source", namespace: "default" },
      stringData: { word: "made up" },
    });
    const wanted = await make(
      "external-secrets.io/v1",
      "ExternalSecret",
      "externalsecrets",
      "copy",
      {
        secretStoreRef: { name: "own" },
        data: [{ secretKey: "COPY", remoteRef: { key: "source", property: "word" } }],
      },
    );
    await until("synced", wanted, "copy", (object) => isTrue(object, "Ready"));
    expect(await secret("copy")).toEqual({ COPY: "made up" });
  });

  it("bring a database up with its pods, volumes, Services and Secret", async () => {
    await run("Deployment", "cloudnative-pg");
    const clusters = await make("postgresql.cnpg.io/v1", "Cluster", "clusters", "main", {
      instances: 2,
      storage: { size: "1Gi", storageClass: "plain" },
      bootstrap: { initdb: { database: "app", owner: "app" } },
    });
    const found = await until("a database", clusters, "main", (object) => isTrue(object, "Ready"));
    expect(status(found)).toMatchObject({ readyInstances: 2, currentPrimary: "main-1" });
    expect(await secret("main-app")).toMatchObject({
      username: "app",
      host: "main-rw",
      port: "5432",
    });
    const primary = await cluster.client.get(resources.services, "main-rw", "default");
    expect(primary.spec).toMatchObject({ selector: { "cnpg.io/instanceRole": "primary" } });
    const databases = await make("postgresql.cnpg.io/v1", "Database", "databases", "extra", {
      name: "extra",
      owner: "app",
      cluster: { name: "main" },
    });
    await until("applied", databases, "extra", (object) => status(object).applied === true);
  });

  it("make Ceph healthy only on nodes that are there", async () => {
    await run("Deployment", "rook-ceph-operator");
    const spec = (name: string) => ({
      storage: { nodes: [{ name }] },
      dashboard: { enabled: true, ssl: false },
    });
    const ceph = await make(
      "ceph.rook.io/v1",
      "CephCluster",
      "cephclusters",
      "ceph",
      spec("nobody"),
    );
    const pools = await make("ceph.rook.io/v1", "CephBlockPool", "cephblockpools", "pool", {});
    const waiting = await until(
      "progress",
      ceph,
      "ceph",
      (object) => status(object).phase !== undefined,
    );
    expect(status(waiting)).toMatchObject({
      phase: "Progressing",
      message: "Waiting for nodes: nobody",
    });
    await make("ceph.rook.io/v1", "CephCluster", "cephclusters", "ceph", spec("box-1"));
    const healthy = await until(
      "health",
      ceph,
      "ceph",
      (object) => status(object).phase === "Ready",
    );
    expect(status(healthy)).toMatchObject({ ceph: { health: "HEALTH_OK" } });
    await until("a pool", pools, "pool", (object) => status(object).phase === "Ready");
    await until("a dashboard", resources.services, "rook-ceph-mgr-dashboard", () => true);
  });

  it("turn a Prometheus into a StatefulSet with storage", async () => {
    await run("Deployment", "kube-prometheus-stack-operator");
    const instances = await make("monitoring.coreos.com/v1", "Prometheus", "prometheuses", "main", {
      storage: {
        volumeClaimTemplate: {
          spec: { storageClassName: "plain", resources: { requests: { storage: "1Gi" } } },
        },
      },
    });
    await until("available", instances, "main", (object) => isTrue(object, "Available"));
  });

  it("synchronise a backup once its claim is bound and its repository is known", async () => {
    await run("Deployment", "volsync");
    const sources = await make(
      "volsync.backube/v1alpha1",
      "ReplicationSource",
      "replicationsources",
      "app",
      {
        sourcePVC: "main-1",
        restic: { repository: "app-restic" },
      },
    );
    const waiting = await until(
      "a reason",
      sources,
      "app",
      (object) => object.status !== undefined,
    );
    expect(JSON.stringify(waiting.status)).toContain("secret app-restic not found");
    await cluster.client.apply(resources.secrets, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "app-restic", namespace: "default" },
      stringData: { RESTIC_PASSWORD: "made up" },
    });
    await until("a backup", sources, "app", (object) => status(object).lastSyncTime !== undefined);
  });

  it("offer GPUs on amd64 nodes while the device plugin runs", async () => {
    await run("Deployment", "inteldeviceplugins-controller-manager");
    await eventually("a GPU", async () => {
      const { allocatable } = status(await cluster.client.get(resources.nodes, "box-1"));
      return "gpu.intel.com/i915" in (allocatable as object) || undefined;
    });
    const pi = await cluster.client.get(resources.nodes, "pi-1");
    expect(status(pi).allocatable).not.toHaveProperty(["gpu.intel.com/i915"]);
  });
});

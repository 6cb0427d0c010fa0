import { itemsOf } from "../../../components/contracts/order";
import { databaseBundles } from "../../../components/database";
import { appDatabase } from "../../../components/database/app-database";
import type { ClusterSpec } from "../../../spec/cluster";
import { imageAppsOf } from "../../../spec/queries";
import { loadSpec } from "../../../stacks";
import { validateObject } from "../../support/validate-object";

const home = loadSpec("home");
const trio = loadSpec("trio");
const lab = loadSpec("lab");

const objectsOf = (spec: ClusterSpec) =>
  databaseBundles(spec).flatMap(({ objects = [] }) => objects);
const clusterOf = (spec: ClusterSpec, name: string) =>
  objectsOf(spec).find(({ kind, metadata }) => kind === "Cluster" && metadata.name === name);

function miniflux(spec: ClusterSpec) {
  const app = imageAppsOf(spec).find(({ name }) => name === "miniflux");
  if (app === undefined) throw new Error("no miniflux");
  return app;
}

function recovering(targetTime?: string): ClusterSpec {
  const main = trio.databases["main"];
  if (main === undefined) throw new Error("no main");
  const recover = { enabled: true, ...(targetTime === undefined ? {} : { targetTime }) };
  return { ...trio, databases: { main: { ...main, recover } } };
}

describe("databaseBundles", () => {
  it("builds what each stack has and nothing else", () => {
    const names = (spec: ClusterSpec) => databaseBundles(spec).map(({ name }) => name);
    expect(names(home)).toEqual([
      "cloudnative-pg",
      ...Object.keys(home.databases).map((name) => `postgres-${name}`),
    ]);
    expect(names(trio)).toEqual([
      "cloudnative-pg",
      "plugin-barman-cloud",
      "postgres-backup",
      "postgres-main",
      "postgres-immich",
      "dragonfly-operator",
      "dragonfly-main",
    ]);
    expect(names({ ...home, databases: {} })).toEqual([]);
  });

  it("passes the schemas", () => {
    for (const spec of [home, trio, lab, recovering("2026-01-02T03:04:05Z")]) {
      for (const object of objectsOf(spec)) expect(() => validateObject(object)).not.toThrow();
    }
  });
});

describe("a PostgreSQL cluster", () => {
  it("has the spec's instances, storage and parameters, spread over hosts", () => {
    expect(clusterOf(trio, "main")?.["spec"]).toMatchObject({
      instances: 3,
      imageName: "ghcr.io/cloudnative-pg/postgresql:17.5",
      storage: { size: "20Gi", storageClass: "openebs-hostpath" },
      postgresql: { parameters: { max_connections: "100", shared_buffers: "256MB" } },
      affinity: { podAntiAffinityType: "required", topologyKey: "kubernetes.io/hostname" },
      resources: { requests: { memory: "1024Mi" }, limits: { memory: "2Gi" } },
      enableSuperuserAccess: false,
    });
    expect(clusterOf(trio, "immich")?.["spec"]).toMatchObject({
      imageName: "ghcr.io/tensorchord/cloudnative-vectorchord:17.5-0.4.2",
      postgresql: { shared_preload_libraries: ["vchord.so"] },
    });
  });

  it("makes a role for each app with a database in it, after the role's password", () => {
    const roles = (clusterOf(lab, "main")?.["spec"] as { managed: { roles: { name: string }[] } })
      .managed.roles;
    expect(roles.map(({ name }) => name)).toEqual([
      ...imageAppsOf(lab)
        .filter(({ database }) => database?.cluster === "main")
        .map(({ name }) => name.replaceAll("-", "_")),
      "authelia",
      "lldap",
    ]);
    const item = databaseBundles(lab)
      .flatMap(itemsOf)
      .find(({ part }) => part.type === "object" && part.object.kind === "Cluster");
    expect(item?.needs).toEqual(
      expect.arrayContaining([
        "secret:cloudnative-pg/miniflux-role",
        "storageclass:openebs-hostpath",
        "object:ObjectStore/cloudnative-pg/main",
      ]),
    );
  });

  it("is archived and saved where the stack has a target", () => {
    expect(clusterOf(trio, "main")?.["spec"]).toMatchObject({
      plugins: [
        {
          name: "barman-cloud.cloudnative-pg.io",
          isWALArchiver: true,
          parameters: { barmanObjectName: "main", serverName: "main" },
        },
      ],
      bootstrap: { initdb: { database: "app" } },
    });
    const backup = objectsOf(trio).find(({ kind }) => kind === "ScheduledBackup");
    expect(backup?.["spec"]).toMatchObject({ schedule: "0 0 6 * * *", method: "plugin" });
    expect(clusterOf(home, "lldap")?.["spec"]).not.toHaveProperty("plugins");
  });

  it("comes back from its archive by the spec's switch, and only then over old backups", () => {
    const check = "cnpg.io/skipEmptyWalArchiveCheck";
    const recovered = clusterOf(recovering("2026-01-02T03:04:05Z"), "main");
    expect(recovered?.["spec"]).toMatchObject({
      bootstrap: {
        recovery: {
          source: "main-backup",
          recoveryTarget: { targetTime: "2026-01-02T03:04:05Z" },
        },
      },
      externalClusters: [
        { name: "main-backup", plugin: { parameters: { barmanObjectName: "main" } } },
      ],
    });
    expect(recovered?.metadata.annotations).toHaveProperty([check], "enabled");
    expect(clusterOf(trio, "main")?.metadata.annotations).not.toHaveProperty([check]);
  });
});

describe("appDatabase", () => {
  it("gives the app a database, a role and a connection by reference", () => {
    const { objects, secrets, generated, needs } = appDatabase(lab, miniflux(lab));
    expect(objects).toEqual([
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Database",
        metadata: { name: "miniflux", namespace: "cloudnative-pg" },
        spec: {
          name: "miniflux",
          owner: "miniflux",
          cluster: { name: "main" },
          databaseReclaimPolicy: "retain",
        },
      },
    ]);
    expect(secrets.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
      "cloudnative-pg/miniflux-role",
      "selfhosted/miniflux-database",
    ]);
    expect(secrets[1]?.values["uri"]).toBe(
      "postgresql://miniflux:{{miniflux-database-password}}@main-rw.cloudnative-pg.svc.cluster.local:5432/miniflux",
    );
    expect(generated).toEqual({ "miniflux-database-password": 32 });
    expect(needs).toEqual(["postgres:main"]);
  });

  it("is empty for an app without database and refuses a cluster that the stack lacks", () => {
    const { name, category } = miniflux(lab);
    expect(appDatabase(lab, { name, category })).toEqual({
      objects: [],
      secrets: [],
      generated: {},
      needs: [],
    });
    expect(() => appDatabase({ databases: {} }, miniflux(lab))).toThrow(
      "miniflux asks for the database cluster main, which the stack lacks",
    );
  });
});

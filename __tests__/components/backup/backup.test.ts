import fc from "fast-check";
import { backupBundles } from "../../../components/backup";
import { fiveFields, spreadSchedule } from "../../../components/backup/schedule";
import { unprotectedVolumes } from "../../../components/backup/unprotected";
import { volumeBackup } from "../../../components/backup/volume-backup";
import type { ImageApp } from "../../../spec/app/app";
import type { ClusterSpec } from "../../../spec/cluster";
import { imageAppsOf } from "../../../spec/queries";
import { loadSpec } from "../../../stacks";

const trio = loadSpec("trio");
const home = loadSpec("home");

function appOf(spec: ClusterSpec, name: string): ImageApp {
  const app = imageAppsOf(spec).find((each) => each.name === name);
  if (app === undefined) throw new Error(`no app ${name}`);
  return app;
}

describe("volumeBackup", () => {
  const { objects, dataSourceRef } = volumeBackup(
    trio,
    appOf(trio, "sonarr"),
    "config",
    "sonarr-config",
  );
  const [secret, source, destination] = objects;

  it("saves a volume every six hours, spread over the hour, with the stack's retention", () => {
    expect(objects.map(({ kind }) => kind)).toEqual([
      "ExternalSecret",
      "ReplicationSource",
      "ReplicationDestination",
    ]);
    expect(source?.["spec"]).toEqual({
      sourcePVC: "sonarr-config",
      trigger: { schedule: expect.stringMatching(/^\d+ \*\/6 \* \* \*$/) as unknown },
      restic: {
        repository: "sonarr-config-restic",
        copyMethod: "Snapshot",
        accessModes: ["ReadWriteOnce"],
        storageClassName: "ceph-ssd",
        volumeSnapshotClassName: "csi-ceph-blockpool",
        cacheCapacity: "1Gi",
        cacheStorageClassName: "openebs-hostpath",
        cacheAccessModes: ["ReadWriteOnce"],
        pruneIntervalDays: 14,
        retain: { hourly: 8, daily: 7, weekly: 4, monthly: 1 },
        moverSecurityContext: {
          runAsUser: 1044,
          runAsGroup: 100,
          fsGroup: 100,
          fsGroupChangePolicy: "OnRootMismatch",
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    });
  });

  it("fills a new claim from the newest snapshot", () => {
    expect(dataSourceRef).toEqual({
      apiGroup: "volsync.backube",
      kind: "ReplicationDestination",
      name: "sonarr-config",
    });
    expect(destination?.["spec"]).toMatchObject({
      trigger: { manual: "restore-once" },
      restic: { capacity: "5Gi", repository: "sonarr-config-restic", copyMethod: "Snapshot" },
    });
  });

  it("reads the keys of the target from the secret store", () => {
    expect(secret?.["spec"]).toMatchObject({
      secretStoreRef: { kind: "ClusterSecretStore", name: "secret-store" },
      target: {
        template: {
          data: {
            RESTIC_REPOSITORY:
              "s3:https://s3.us-east-005.backblazeb2.com/trio-example-backup/volumes/media/sonarr-config",
            RESTIC_PASSWORD: "{{ .resticPassword }}",
          },
        },
      },
      data: expect.arrayContaining([
        {
          secretKey: "resticPassword",
          remoteRef: { key: "/kubernetes/backup", property: "resticPassword" },
        },
      ]) as unknown,
    });
  });

  it("saves a local volume directly, without a source for new claims", () => {
    const app = appOf(trio, "sonarr");
    const config = app.volumes["config"];
    if (config === undefined || !("size" in config)) throw new Error("no claim");
    const local = { ...app, volumes: { config: { ...config, class: "local" as const } } };
    const backup = volumeBackup(trio, local, "config", "sonarr-config");
    expect(backup.dataSourceRef).toBeUndefined();
    expect(backup.objects.map(({ kind }) => kind)).toEqual(["ExternalSecret", "ReplicationSource"]);
    expect(backup.objects[1]?.["spec"]).toMatchObject({ restic: { copyMethod: "Direct" } });
  });

  it("does nothing without a target, and for a volume that does not ask for it", () => {
    expect(volumeBackup(home, appOf(home, "sonarr"), "config", "c")).toEqual({ objects: [] });
    expect(volumeBackup(trio, appOf(trio, "sonarr"), "media", "c")).toEqual({ objects: [] });
  });
});

describe("spreadSchedule", () => {
  it("stays within the hour and is the same for the same key", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 59 }), (key, minute) => {
        const schedule = `${String(minute)} 3 * * *`;
        const spread = spreadSchedule(schedule, key);
        const moved = Number(spread.split(" ")[0]);
        expect(spread).toBe(spreadSchedule(schedule, key));
        expect(spread.endsWith(" 3 * * *")).toBe(true);
        expect(moved).toBeGreaterThanOrEqual(minute);
        expect(moved).toBeLessThan(60);
      }),
    );
  });

  it("leaves schedules alone whose minute is no number, and writes short forms out", () => {
    expect(spreadSchedule("*/5 * * * *", "a")).toBe("*/5 * * * *");
    expect(fiveFields("@weekly")).toBe("0 0 * * 0");
  });
});

describe("unprotectedVolumes", () => {
  it("names all volumes and databases of a stack without a target", () => {
    const all = unprotectedVolumes(home);
    expect(all).toContainEqual({
      name: "sonarr/config",
      kind: "volume",
      size: "1Gi",
      reason: "no backup target",
    });
    expect(all.filter(({ kind }) => kind === "database").map(({ name }) => name)).toEqual(
      Object.keys(home.databases),
    );
  });

  it("names only what nobody asks for where there is one", () => {
    expect(new Set(unprotectedVolumes(trio).map(({ reason }) => reason))).toEqual(
      new Set(["not asked for"]),
    );
    expect(unprotectedVolumes(trio).map(({ name }) => name)).not.toContain("sonarr/config");
  });
});

describe("backupBundles", () => {
  it("brings VolSync only where something is saved", () => {
    expect(backupBundles(trio).map(({ name }) => name)).toEqual(["volsync"]);
    const { volsync, ...apps } = home.apps;
    expect(volsync).toBeDefined();
    expect(backupBundles({ ...home, apps })).toEqual([]);
    // Selected for volumes of one's own.
    expect(backupBundles(home).map(({ name }) => name)).toEqual(["volsync"]);
    expect(backupBundles({ ...trio, apps: {} })).toEqual([]);
  });
});

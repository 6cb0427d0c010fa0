import { conditionsOf, isTrue, mergeConditions } from "./conditions";
import { core, type Kind } from "./kinds";
import { Operator } from "./operators";
import type { Controller } from "./runtime";

const volsyncKind = (plural: string): Kind => ({ group: "volsync.backube", plural });
const snapshotKind = (plural: string): Kind => ({ group: "snapshot.storage.k8s.io", plural });
const sources = volsyncKind("replicationsources");
const destinations = volsyncKind("replicationdestinations");
const snapshots = snapshotKind("volumesnapshots");

/**
 * Stands in for VolSync: a ReplicationSource whose claim is bound and whose repository Secret
 * exists has synchronised once; a ReplicationDestination has an image to restore. No data moves.
 */
export const volsync: Controller = {
  name: "volsync",
  start(runtime) {
    const operator = new Operator(runtime, /volsync/);
    const secrets = runtime.store(core.secrets);
    const claims = runtime.store(core.claims);
    for (const kind of [sources, destinations]) {
      const queue = runtime.on("volsync", kind, async (object, { deleted }) => {
        if (deleted || !operator.running()) return;
        const { namespace, name } = object.metadata;
        const spec = object.spec as { sourcePVC?: string; restic?: { repository?: string } };
        const status = (object.status ?? {}) as { lastSyncTime?: string };
        const repository = spec.restic?.repository;
        const problems: string[] = [];
        if (repository !== undefined && !secrets.get(repository, namespace)) {
          problems.push(`secret ${repository} not found`);
        }
        if (kind === sources && spec.sourcePVC !== undefined) {
          const claim = claims.get(spec.sourcePVC, namespace);
          const { phase } = (claim?.status ?? {}) as { phase?: string };
          if (phase !== "Bound") problems.push(`claim ${spec.sourcePVC} is not bound`);
        }
        const failed = problems.length > 0;
        const now = new Date().toISOString();
        await runtime.status(kind, object, {
          ...(failed
            ? {}
            : {
                lastSyncTime: status.lastSyncTime ?? now,
                latestMoverStatus: { result: "Successful" },
                ...(kind === destinations
                  ? {
                      latestImage: {
                        apiGroup: "snapshot.storage.k8s.io",
                        kind: "VolumeSnapshot",
                        name: `volsync-${name}-dst`,
                      },
                    }
                  : {}),
              }),
          conditions: mergeConditions(conditionsOf(object), [
            {
              type: "Synchronizing",
              status: "False",
              reason: failed ? "Error" : "WaitingForSchedule",
              message: failed ? problems.join("; ") : "Waiting for next scheduled synchronization",
            },
          ]),
        });
      });
      operator.wakes(queue);
      runtime.requeue(core.secrets, queue);
      runtime.requeue(core.claims, queue);
    }
  },
};

/** Stands in for the snapshot controller: every VolumeSnapshot is ready to use at once, and empty. */
export const snapshotController: Controller = {
  name: "snapshot-controller",
  start(runtime) {
    const operator = new Operator(runtime, /^snapshot-controller/);
    const queue = runtime.on("snapshot-controller", snapshots, async (object, { deleted }) => {
      if (deleted || !operator.running() || isTrue(object, "Ready")) return;
      const { readyToUse } = (object.status ?? {}) as { readyToUse?: boolean };
      if (readyToUse) return;
      await runtime.status(snapshots, object, {
        readyToUse: true,
        creationTime: new Date().toISOString(),
        boundVolumeSnapshotContentName: `snapcontent-${object.metadata.uid}`,
      });
    });
    operator.wakes(queue);
  },
};

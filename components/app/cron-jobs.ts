import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { KubernetesObject } from "../contracts/object";
import { configHash } from "./config-maps";
import { jobContainer } from "./container";
import { jobExceptions } from "./exceptions";
import { appMeta, jobLabels } from "./labels";
import { podSpec } from "./pod";
import { sameNode, schedulingOf } from "./scheduling";
import { isExclusive } from "./volumes";

/** The jobs of an app on their schedules, in the cluster's time zone. */
export function cronJobs(
  spec: ClusterSpec,
  app: ImageApp,
  maps: readonly KubernetesObject[],
): KubernetesObject[] {
  return Object.entries(app.cronJobs).map(([name, job]) => {
    const labels = jobLabels(app, name);
    const meta = appMeta(app, name);
    const exceptions = jobExceptions(app, job);
    return {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: {
        ...meta,
        labels,
        ...(Object.keys(exceptions).length === 0 ? {} : { annotations: exceptions }),
      },
      spec: {
        schedule: job.schedule,
        timeZone: spec.timeZone,
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 2,
            ttlSecondsAfterFinished: 86_400,
            template: {
              metadata: { labels, annotations: configHash(maps) },
              spec: {
                ...podSpec(spec, app, [], [jobContainer(spec, app, name, job)]),
                ...jobScheduling(spec, app, job.mounts),
                restartPolicy: "Never",
              },
            },
          },
        },
      },
    };
  });
}

/** Where a job runs: as the app, and on its node where they share a volume that only one node mounts. */
function jobScheduling(spec: ClusterSpec, app: ImageApp, mounts: readonly string[]) {
  const scheduling = schedulingOf(spec, { ...app, replicas: 1 });
  const shares =
    app.kind !== "CronJob" &&
    mounts.some((key) => {
      const volume = app.volumes[key];
      return volume !== undefined && isExclusive(volume);
    });
  if (!shares) return scheduling;
  return {
    ...scheduling,
    affinity: {
      ...(scheduling["affinity"] as object | undefined),
      podAffinity: sameNode(app.name),
    },
  };
}

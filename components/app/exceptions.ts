import type { ImageApp } from "../../spec/app/app";
import { exceptionsAnnotation } from "../contracts/conventions";

type Exceptions = ImageApp["exceptions"];

/** What the containers and the pod of an app's workload may do to their node, as an annotation. */
export function workloadExceptions(app: ImageApp): Record<string, string> {
  const sidecars = Object.values(app.sidecars).map(({ exceptions }) => exceptions ?? {});
  return exceptionsAnnotation({
    privileged: joined([app.exceptions, ...sidecars]),
    hostNetwork: app.exceptions.hostNetwork,
    hostPath: hostPathReason(app),
  });
}

/** The same of a job, whose pod shares the app's network and volumes. */
export function jobExceptions(
  app: ImageApp,
  { exceptions = {} }: ImageApp["cronJobs"][string],
): Record<string, string> {
  return exceptionsAnnotation({
    privileged: exceptions.privileged,
    hostNetwork: app.exceptions.hostNetwork,
    hostPath: hostPathReason(app),
  });
}

/** Reasons of all containers that run privileged. */
function joined(containers: readonly Exceptions[]): string | undefined {
  const reasons = containers.flatMap(({ privileged }) => privileged ?? []);
  return reasons.length === 0 ? undefined : [...new Set(reasons)].join("; ");
}

/** A USB device is mounted from the node as a path. */
function hostPathReason({ exceptions, devices }: ImageApp): string | undefined {
  return exceptions.hostPath ?? (devices?.usb === undefined ? undefined : "uses a USB device");
}

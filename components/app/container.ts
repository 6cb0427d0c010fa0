import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { imageRef, type ImageName } from "../../versions";
import { deviceResources } from "./devices";
import { environmentOf } from "./environment";
import { portsOf } from "./ports";
import { probesOf } from "./probes";
import { containerSecurity, sidecarUser } from "./security";
import { resolveText } from "./text";
import { APP_CONTAINER, containerMounts, jobMounts, type Mount } from "./volumes";

/** A container as it stands in a pod. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly volumeMounts?: readonly Mount[];
  readonly [field: string]: unknown;
}

type Sidecar = ImageApp["sidecars"][string];
type CronJob = ImageApp["cronJobs"][string];

/** The container of the app itself. */
export function appContainer(spec: ClusterSpec, app: ImageApp): Container {
  const { exceptions } = app;
  return container(spec, app, {
    name: APP_CONTAINER,
    image: app.image,
    command: app.command,
    args: app.args,
    env: environmentOf(spec, app, app.env, true),
    ports: app.ports,
    probes: probesOf(app.name, app.ports, app.probes),
    resources: withDevices(app),
    securityContext: containerSecurity(exceptions),
    mounts: containerMounts(spec, app, APP_CONTAINER, exceptions.writableRoot !== undefined),
  });
}

/** A sidecar, or an init container where it says so; those have no probes. */
export function sidecarContainer(
  spec: ClusterSpec,
  app: ImageApp,
  name: string,
  sidecar: Sidecar,
): Container {
  const exceptions = sidecar.exceptions ?? {};
  return container(spec, app, {
    name,
    image: sidecar.image,
    command: sidecar.command,
    args: sidecar.args,
    env: environmentOf(spec, app, sidecar.env ?? {}, false),
    ports: sidecar.ports,
    probes: sidecar.init ? {} : probesOf(`${app.name}/${name}`, sidecar.ports, sidecar.probes),
    resources: sidecar.resources,
    securityContext: { ...containerSecurity(exceptions), ...sidecarUser(exceptions) },
    mounts: containerMounts(spec, app, name, exceptions.writableRoot !== undefined),
  });
}

/** The container of a job: the app's environment and what the job adds. */
export function jobContainer(
  spec: ClusterSpec,
  app: ImageApp,
  name: string,
  job: CronJob,
): Container {
  const exceptions = job.exceptions ?? {};
  return container(spec, app, {
    name,
    image: job.image ?? app.image,
    command: job.command,
    args: job.args,
    env: environmentOf(spec, app, { ...app.env, ...job.env }, true),
    ports: {},
    probes: {},
    resources: job.resources,
    securityContext: { ...containerSecurity(exceptions), ...sidecarUser(exceptions) },
    mounts: jobMounts(app, name, job.mounts, exceptions.writableRoot !== undefined),
  });
}

interface ContainerArgs {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly env: readonly unknown[];
  readonly ports: ImageApp["ports"];
  readonly probes: Record<string, unknown>;
  readonly resources: object;
  readonly securityContext: Record<string, unknown>;
  readonly mounts: readonly Mount[];
}

function container(spec: ClusterSpec, app: ImageApp, from: ContainerArgs): Container {
  const text = (list: readonly string[]) => list.map((one) => resolveText(spec, app, one));
  const ports = portsOf(from.ports).map(({ name, port, protocol }) => ({
    name,
    containerPort: port,
    protocol,
  }));
  return {
    name: from.name,
    // Catalogue entries are held to pinned images by type.
    image: imageRef(from.image as ImageName),
    ...(from.command === undefined ? {} : { command: text(from.command) }),
    ...(from.args === undefined ? {} : { args: text(from.args) }),
    env: from.env,
    ...(ports.length === 0 ? {} : { ports }),
    ...from.probes,
    resources: from.resources,
    securityContext: from.securityContext,
    ...(from.mounts.length === 0 ? {} : { volumeMounts: from.mounts }),
  };
}

function withDevices(app: ImageApp) {
  const devices = deviceResources(app);
  const { requests, limits } = app.resources;
  return { requests: { ...requests, ...devices }, limits: { ...limits, ...devices } };
}

import { appBundle } from "../../../components/app/bundle";
import type { Bundle } from "../../../components/contracts/bundle";
import { podSpecOf, record, type KubernetesObject } from "../../../components/contracts/object";
import { imageAppSchema, type ImageAppInput } from "../../../spec/app/app";
import { isPlatformApp } from "../../../spec/app/app";
import type { ClusterSpec } from "../../../spec/cluster";
import { showroom } from "../../support/showroom";

/** The bundle of a catalogue entry, with what a stack changes of it, in the showroom. */
export function bundleOf(
  name: string,
  override: unknown = {},
  beside: Record<string, unknown> = {},
): Bundle {
  const spec = showroom({ ...beside, [name]: override });
  const app = spec.apps[name];
  if (app === undefined || isPlatformApp(app)) throw new Error(`${name} has no bundle`);
  return appBundle(spec, app);
}

/** The bundle of an app that only a test knows. */
export function bundleFrom(app: Partial<ImageAppInput>, change: Partial<ClusterSpec> = {}): Bundle {
  const definition = imageAppSchema.parse({
    name: "sample",
    category: "selfhosted",
    description: "A sample",
    image: "docker.io/traefik/whoami",
    ports: { http: 8080 },
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    ...app,
  });
  const spec = { ...showroom({}), ...change };
  return appBundle({ ...spec, apps: { ...spec.apps, sample: definition } }, definition);
}

/** The object of a kind, by name where the bundle has several. */
export function object(bundle: Bundle, kind: string, name = bundle.name): KubernetesObject {
  const found = bundle.objects?.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`${bundle.name} has no ${kind} ${name}`);
  return found;
}

/** `Kind name` of every object, in order. */
export function names(bundle: Bundle): string[] {
  return (bundle.objects ?? []).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** The pod of the workload. */
export function pod(bundle: Bundle): Readonly<Record<string, unknown>> {
  const workload = bundle.objects?.find(({ kind }) =>
    ["Deployment", "StatefulSet", "DaemonSet"].includes(kind),
  );
  const spec = workload === undefined ? undefined : podSpecOf(workload);
  if (spec === undefined) throw new Error(`${bundle.name} has no workload`);
  return spec;
}

/** A container of the workload. */
export function container(bundle: Bundle, name = "app"): Readonly<Record<string, unknown>> {
  const { containers, initContainers } = pod(bundle) as Record<
    string,
    { name: string }[] | undefined
  >;
  return record(
    [...(initContainers ?? []), ...(containers ?? [])].find((one) => one.name === name),
  );
}

/** A variable of a container. */
export function variable(bundle: Bundle, name: string, of = "app"): unknown {
  const env = container(bundle, of)["env"] as { name: string }[];
  const found = env.find((one) => one.name === name);
  if (found === undefined) return undefined;
  return "value" in found ? found.value : record(record(found)["valueFrom"]);
}

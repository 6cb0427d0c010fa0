import { record, type KubernetesObject } from "../contracts/object";

/** Secrets that a pod gets beside those of its catalogue entry, by name. */
export interface PodSecrets {
  /** Environment variable to the Secret and key that it is read from. */
  readonly env?: Readonly<Record<string, { readonly secret: string; readonly key: string }>>;
  /** Volume to the Secret whose keys become files below its path. */
  readonly files?: Readonly<Record<string, { readonly secret: string; readonly path: string }>>;
}

/** Objects of an app with Secrets that other components make added to its Deployment. */
export function withSecrets(
  objects: readonly KubernetesObject[],
  secrets: PodSecrets,
): KubernetesObject[] {
  return objects.map((object) => (object.kind === "Deployment" ? added(object, secrets) : object));
}

function added(object: KubernetesObject, { env = {}, files = {} }: PodSecrets): KubernetesObject {
  const spec = record(object["spec"]);
  const template = record(spec["template"]);
  const pod = record(template["spec"]);
  const variables = Object.entries(env).map(([name, { secret, key }]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  }));
  const mounts = Object.entries(files).map(([name, { path }]) => ({
    name,
    mountPath: path,
    readOnly: true,
  }));
  const volumes = Object.entries(files).map(([name, { secret }]) => ({
    name,
    secret: { secretName: secret },
  }));
  const containers = (pod["containers"] as readonly Container[]).map((container) => ({
    ...container,
    env: [...(container.env ?? []), ...variables],
    volumeMounts: [...(container.volumeMounts ?? []), ...mounts],
  }));
  const all = [...((pod["volumes"] as readonly unknown[] | undefined) ?? []), ...volumes];
  const filled = { ...pod, containers, ...(all.length === 0 ? {} : { volumes: all }) };
  return { ...object, spec: { ...spec, template: { ...template, spec: filled } } };
}

interface Container {
  readonly env?: readonly unknown[];
  readonly volumeMounts?: readonly unknown[];
}

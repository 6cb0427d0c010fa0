import type { Resource } from "../../policy/resource";

const STACK = "urn:pulumi:home::hearth::pulumi:pulumi:Stack::hearth-home";

/** URN of a component of an app. */
export const APP_URN = "urn:pulumi:home::hearth::hearth:platform:Platform$hearth:app:App::echo";

/** A resource with a component as its parent. */
export function resource(type: string, rest: Partial<Resource> = {}): Resource {
  const name = rest.name ?? "thing";
  return {
    urn: `${APP_URN.replace("::echo", "")}$${type}::${name}`,
    type,
    name,
    parent: APP_URN,
    props: {},
    dependencies: [],
    protect: false,
    ...rest,
  };
}

/** A resource that only the stack holds. */
export const orphan = (type: string): Resource => resource(type, { parent: STACK });

/** A container that breaks no rule. */
export const container = {
  name: "app",
  image: "ghcr.io/example/echo:1.2.3",
  resources: { requests: { cpu: "10m", memory: "16Mi" } },
};

/** A Deployment of a pod, with what is given added to or set in its parts. */
export function deployment({
  containers = [container],
  pod = {},
  annotations = {},
}: {
  readonly containers?: readonly object[];
  readonly pod?: object;
  readonly annotations?: Readonly<Record<string, string>>;
} = {}): Resource {
  return resource("kubernetes:apps/v1:Deployment", {
    props: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "echo", namespace: "selfhosted", annotations },
      spec: { template: { spec: { ...pod, containers } } },
    },
  });
}

/** An object of any kind. */
export function object(
  apiVersion: string,
  kind: string,
  fields: Readonly<Record<string, unknown>>,
  rest: Partial<Resource> = {},
): Resource {
  return resource(
    `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`,
    {
      props: { apiVersion, kind, ...fields },
      ...rest,
    },
  );
}

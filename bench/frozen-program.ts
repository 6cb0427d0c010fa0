import * as pulumi from "@pulumi/pulumi";

/** A resource as `pulumi stack export` writes it, as far as it is read here. */
export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

const STACK = "pulumi:pulumi:Stack";
const PROVIDER = "pulumi:providers:";

/** Key under which Pulumi marks a special value, and the mark of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * The empty program that a preview is compared with: it registers the very resources of a stack, with
 * the inputs, parents, providers and dependencies that the state has, and does nothing else. There is
 * no spec, no component, no catalogue and no SDK of a provider in it, and no function of a provider
 * is called; whatever a preview takes beyond it is this project's.
 *
 * @param resources the whole state, secrets in plain
 * @returns the stack outputs
 */
export function frozenProgram(resources: readonly ExportedResource[]): Record<string, unknown> {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const made = new Map<string, pulumi.Resource>();
  for (const resource of resources) {
    if (resource.type === STACK || isDefaultProvider(resource)) continue;
    made.set(resource.urn, register(resource, byUrn, made));
  }
  return plain(resources.find(({ type }) => type === STACK)?.outputs ?? {});
}

/** A resource, and a provider, of any type. */
class FrozenResource extends pulumi.CustomResource {}
class FrozenProvider extends pulumi.ProviderResource {}

/** A component without a class of its own. */
class FrozenComponent extends pulumi.ComponentResource {
  constructor(
    { type, urn, outputs = {} }: ExportedResource,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super(type, nameOf(urn), {}, opts);
    this.registerOutputs(plain(outputs));
  }
}

function register(
  resource: ExportedResource,
  byUrn: ReadonlyMap<string, ExportedResource>,
  made: ReadonlyMap<string, pulumi.Resource>,
): pulumi.Resource {
  const { type, urn, inputs = {} } = resource;
  const opts = optionsOf(resource, byUrn, made);
  if (resource.custom !== true) return new FrozenComponent(resource, opts);
  if (!type.startsWith(PROVIDER)) {
    return new FrozenResource(type, nameOf(urn), plain(inputs), opts);
  }
  const { version, pluginDownloadURL, ...props } = plain(inputs);
  return new FrozenProvider(type.slice(PROVIDER.length), nameOf(urn), props, {
    ...opts,
    ...(typeof version === "string" ? { version } : {}),
    ...(typeof pluginDownloadURL === "string" ? { pluginDownloadURL } : {}),
  });
}

function optionsOf(
  { parent, provider = "", dependencies = [], ...resource }: ExportedResource,
  byUrn: ReadonlyMap<string, ExportedResource>,
  made: ReadonlyMap<string, pulumi.Resource>,
): pulumi.CustomResourceOptions {
  const above = made.get(parent ?? "");
  const providerUrn = provider.slice(0, provider.lastIndexOf("::"));
  const explicit = made.get(providerUrn);
  // A default provider is the engine's own; it finds it again by version and server.
  const { version, pluginDownloadURL } = byUrn.get(providerUrn)?.inputs ?? {};
  return {
    protect: resource.protect ?? false,
    retainOnDelete: resource.retainOnDelete ?? false,
    // Without components: the runtime would wait for all their children, the resource itself among
    // them. The state names those that count one by one.
    dependsOn: dependencies.flatMap((urn) =>
      byUrn.get(urn)?.custom === true ? (made.get(urn) ?? []) : [],
    ),
    ...(above === undefined ? {} : { parent: above }),
    ...(explicit instanceof pulumi.ProviderResource
      ? { provider: explicit }
      : {
          ...(typeof version === "string" ? { version } : {}),
          ...(typeof pluginDownloadURL === "string" ? { pluginDownloadURL } : {}),
        }),
  };
}

/** A provider that the engine makes by itself for resources that name none. */
function isDefaultProvider({ type, urn }: ExportedResource): boolean {
  return type.startsWith(PROVIDER) && nameOf(urn).startsWith("default");
}

/** The last part of `urn:pulumi:<stack>::<project>::<types>::<name>`. */
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** Properties with secrets as the program would hand them over, without the engine's own notes. */
function plain(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => key !== "__defaults")
      .map(([key, value]) => [key, plainValue(value)]),
  );
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (fields[SIGNATURE] === SECRET) {
    return pulumi.secret(plainValue(JSON.parse(String(fields["plaintext"]))));
  }
  return plain(fields);
}

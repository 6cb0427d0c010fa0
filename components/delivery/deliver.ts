import * as kubernetes from "@pulumi/kubernetes";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { chartPin } from "../../versions";
import { digestName, type Bundle, type SecretDeclaration } from "../contracts/bundle";
import type { ChartRelease } from "../contracts/chart";
import type { ClusterContext } from "../contracts/context";
import { resourceNames } from "../contracts/names";
import { mergeNamespaces } from "../contracts/namespaces";
import type { KubernetesObject } from "../contracts/object";
import { describeItem, itemsOf, order, requireAll, type Item } from "../contracts/order";
import { protectionOf } from "../contracts/protection";
import { CephHealthy, NodesReady } from "../gates";
import { namespaceObject } from "../system/namespace";
import { BundleComponent } from "./bundle-component";
import { registerObject } from "./constructors";
import { secretText } from "./secret-text";

/** Seconds that Helm waits for a chart's workloads, unless the chart says otherwise. */
const CHART_TIMEOUT = 900;

/**
 * Registers bundles with Pulumi: a component each, its parts as children, and for every need an
 * edge to what provides it. Parts of different bundles are interleaved as their needs demand.
 *
 * @throws OrderError, MissingCapabilityError where bundles do not fit together
 */
export function deliver(
  bundles: readonly Bundle[],
  context: ClusterContext,
  parent: Resource,
): void {
  const namespaces = namespaceBundle(bundles);
  const all = [namespaces, ...bundles];
  const items = all.flatMap(itemsOf);
  requireAll(items);
  const components = new Map(all.map((one) => [one, new BundleComponent(one, { parent })]));
  const names = new Map(all.map((one) => [one, resourceNames(one.name, one.objects ?? [])]));
  for (const bundle of all) generateSecrets(bundle, context, componentOf(components, bundle));
  for (const item of order(items)) {
    const component = componentOf(components, item.bundle);
    const resource = registerItem(item, names.get(item.bundle), context, component);
    for (const capability of [...item.provides, ...(item.bundle.provides ?? [])]) {
      context.registry.provide(capability, resource);
    }
  }
  for (const component of components.values()) component.complete();
}

function componentOf(components: ReadonlyMap<Bundle, BundleComponent>, bundle: Bundle) {
  const component = components.get(bundle);
  if (component === undefined) throw new Error(`bundle ${bundle.name} has no component`);
  return component;
}

/** All namespaces as one bundle, before everything else. */
function namespaceBundle(bundles: readonly Bundle[]): Bundle {
  return {
    layer: "system",
    component: "Namespaces",
    name: "namespaces",
    objects: mergeNamespaces(bundles).map(namespaceObject),
  };
}

/** Values that are made once and kept, in the stack's encrypted state. */
function generateSecrets(bundle: Bundle, context: ClusterContext, parent: Resource): void {
  for (const [name, length] of Object.entries(bundle.generated ?? {})) {
    const role = name.startsWith(`${bundle.name}-`) ? name : `${bundle.name}-${name}`;
    const password = new random.RandomPassword(role, { length, special: false }, { parent });
    context.secrets[name] = password.result;
    context.secrets[digestName(name)] = password.bcryptHash;
  }
}

function registerItem(
  item: Item,
  names: ReadonlyMap<KubernetesObject, string> | undefined,
  context: ClusterContext,
  parent: Resource,
): Resource {
  const { provider, registry } = context;
  const dependsOn = registry.resolve(describeItem(item), item.needs);
  const opts: CustomResourceOptions = { parent, provider, dependsOn };
  const { part, bundle } = item;
  switch (part.type) {
    case "object":
      return registerObject(
        names?.get(part.object) ?? part.object.metadata.name,
        withAwait(part.object),
        {
          ...opts,
          ...protectionOf(part.object),
        },
      );
    case "secret":
      return registerSecret(bundle, part.secret, context, opts);
    case "chart":
      return registerChart(bundle, part.chart, opts);
    case "gate": {
      const { kind, subjects, timeout, name } = part.gate;
      const args = { kubeconfig: context.kubeconfig, subjects: [...subjects], timeout };
      return kind === "NodesReady"
        ? new NodesReady(name, args, { parent, dependsOn: [...dependsOn, ...context.machines] })
        : new CephHealthy(name, args, { parent, dependsOn });
    }
  }
}

/**
 * Services are not awaited: Pulumi would wait for their endpoints, so each would stay open until its
 * pods run, and fail after ten minutes where those wait longer for storage. The pods' own workload
 * is awaited.
 * https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#resource-annotations
 */
function withAwait(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Service" || object.apiVersion !== "v1") return object;
  const { metadata } = object;
  const annotations = { ...metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...object, metadata: { ...metadata, annotations } };
}

function registerSecret(
  bundle: Bundle,
  secret: SecretDeclaration,
  context: ClusterContext,
  opts: CustomResourceOptions,
): Resource {
  const { name, namespace, labels, type = "Opaque", values } = secret;
  const own = name === bundle.name ? "" : `-${name.replace(new RegExp(`^${bundle.name}-`), "")}`;
  const owner = `Secret ${namespace}/${name}`;
  const stringData = Object.fromEntries(
    Object.entries(values).map(([key, text]) => [key, secretText(owner, text, context.secrets)]),
  );
  return new kubernetes.core.v1.Secret(
    `${bundle.name}-secret${own}`,
    {
      metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
      type,
      stringData,
    },
    opts,
  );
}

function registerChart(bundle: Bundle, chart: ChartRelease, opts: CustomResourceOptions): Resource {
  const pin = chartPin(chart.chart);
  const own = chart.name === bundle.name ? "chart" : `chart-${chart.name}`;
  return new kubernetes.helm.v3.Release(
    `${bundle.name}-${own}`,
    {
      name: chart.name,
      namespace: chart.namespace,
      chart: pin.chart,
      version: pin.version,
      ...(pin.repo === undefined ? {} : { repositoryOpts: { repo: pin.repo } }),
      values: chart.values,
      skipAwait: chart.awaited === false,
      skipCrds: chart.skipCrds ?? false,
      timeout: chart.timeoutSeconds ?? CHART_TIMEOUT,
      createNamespace: false,
      // A failed first install must not be rolled back under a later one.
      atomic: false,
    },
    opts,
  );
}

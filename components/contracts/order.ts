import type { Bundle, GateDeclaration, SecretDeclaration } from "./bundle";
import { crd, namespaceNeed, type Capability } from "./capability";
import type { ChartRelease } from "./chart";
import { MissingCapabilityError } from "./context";
import { describeObject, podSpecOf, type KubernetesObject } from "./object";
import { needsOf, providesOf } from "./object-capabilities";

/** One thing of a bundle that becomes a resource. */
export type Part =
  | { readonly type: "object"; readonly object: KubernetesObject }
  | { readonly type: "secret"; readonly secret: SecretDeclaration }
  | { readonly type: "chart"; readonly chart: ChartRelease }
  | { readonly type: "gate"; readonly gate: GateDeclaration };

/** A part with its owner, its needs and what it provides. */
export interface Item {
  readonly bundle: Bundle;
  readonly part: Part;
  readonly needs: readonly Capability[];
  readonly provides: readonly Capability[];
}

/** A cycle among needs: a mistake in the program. */
export class OrderError extends Error {
  override readonly name = "OrderError";
}

/** What an item is, for messages. */
export function describeItem({ bundle, part }: Item): string {
  switch (part.type) {
    case "object":
      return `${describeObject(part.object)} of ${bundle.name}`;
    case "secret":
      return `Secret ${part.secret.namespace}/${part.secret.name} of ${bundle.name}`;
    case "chart":
      return `chart ${part.chart.chart} of ${bundle.name}`;
    case "gate":
      return `gate ${part.gate.name} of ${bundle.name}`;
  }
}

/** All parts of a bundle with what they need and provide. */
export function itemsOf(bundle: Bundle): Item[] {
  const item = (
    part: Part,
    needs: readonly Capability[],
    provides: readonly Capability[],
  ): Item => ({
    bundle,
    part,
    needs: [...new Set(needs)],
    provides,
  });
  return [
    ...(bundle.secrets ?? []).map((secret) =>
      item({ type: "secret", secret }, namespaceNeed(secret.namespace), [
        `secret:${secret.namespace}/${secret.name}`,
      ]),
    ),
    ...(bundle.charts ?? []).map((chart) =>
      item({ type: "chart", chart }, chartNeeds(bundle, chart), chartProvides(chart)),
    ),
    ...(bundle.objects ?? []).map((object) =>
      item(
        { type: "object", object },
        [...needsOf(object), ...(podSpecOf(object) === undefined ? [] : (bundle.needs ?? []))],
        providesOf(object),
      ),
    ),
    ...(bundle.gates ?? []).map((gate) => item({ type: "gate", gate }, gate.needs, gate.provides)),
  ];
}

function chartNeeds(bundle: Bundle, chart: ChartRelease): Capability[] {
  return [
    ...namespaceNeed(chart.namespace),
    ...(chart.needsNodes === false ? [] : (["nodes"] as const)),
    ...(chart.needs ?? []),
    ...(bundle.needs ?? []),
  ];
}

function chartProvides({ brings }: ChartRelease): Capability[] {
  return [
    ...(brings.crds ?? []).map(({ apiVersion, kind }) => crd(apiVersion, kind)),
    ...(brings.provides ?? []),
  ];
}

/**
 * Checks that every need is met, so that nothing is registered of a build that cannot be finished.
 *
 * @throws MissingCapabilityError naming every need that no item provides
 */
export function requireAll(items: readonly Item[]): void {
  const provided = new Set(
    items.flatMap(({ bundle, provides }) => [...provides, ...(bundle.provides ?? [])]),
  );
  const missing = items.flatMap((item) =>
    item.needs
      .filter((need) => !provided.has(need))
      .map((need) => ({ owner: describeItem(item), need })),
  );
  if (missing.length > 0) throw new MissingCapabilityError(missing);
}

/**
 * All items in an order in which every need comes before its user, otherwise as they were written.
 *
 * @throws OrderError naming the items that wait for one another
 */
export function order(items: readonly Item[]): Item[] {
  const providers = new Map<Capability, Item[]>();
  const wholes = wholeBundleProviders(items);
  for (const item of items) {
    for (const capability of [...item.provides, ...(wholes.get(item) ?? [])]) {
      const list = providers.get(capability);
      if (list === undefined) providers.set(capability, [item]);
      else list.push(item);
    }
  }
  const sorted: Item[] = [];
  const state = new Map<Item, "open" | "done">();
  const visit = (item: Item, trail: readonly Item[]): void => {
    const known = state.get(item);
    if (known === "done") return;
    if (known === "open") {
      const loop = [...trail.slice(trail.indexOf(item)), item].map(describeItem).join(" → ");
      throw new OrderError(`these wait for one another: ${loop}`);
    }
    state.set(item, "open");
    for (const need of item.needs) {
      for (const provider of providers.get(need) ?? []) {
        if (provider !== item) visit(provider, [...trail, item]);
      }
    }
    state.set(item, "done");
    sorted.push(item);
  };
  for (const item of items) visit(item, []);
  return sorted;
}

/** The items that have to be there before a bundle as a whole is: all of its items. */
function wholeBundleProviders(items: readonly Item[]): Map<Item, readonly Capability[]> {
  return new Map(items.map((item) => [item, item.bundle.provides ?? []]));
}

import type { Bundle } from "../../components/contracts/bundle";
import { itemsOf } from "../../components/contracts/order";

/** A bundle that stands in for all other layers: it provides every need that the given ones leave open. */
export function elsewhere(bundles: readonly Bundle[]): Bundle {
  const items = bundles.flatMap(itemsOf);
  const provided = new Set(items.flatMap(({ provides }) => provides));
  for (const { provides } of bundles) for (const one of provides ?? []) provided.add(one);
  for (const { namespaces } of bundles) {
    for (const { name } of namespaces ?? []) provided.add(`namespace:${name}`);
  }
  const open = new Set(items.flatMap(({ needs }) => needs).filter((need) => !provided.has(need)));
  return {
    layer: "network",
    component: "Elsewhere",
    name: "elsewhere",
    objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "elsewhere" }, data: {} }],
    provides: [...open],
  };
}

import { appBundle } from "../../components/app/bundle";
import { backupBundles } from "../../components/backup";
import type { Bundle } from "../../components/contracts/bundle";
import { itemsOf } from "../../components/contracts/order";
import { databaseBundles } from "../../components/database";
import { secretsBundles } from "../../components/secrets";
import { storageBundles } from "../../components/storage";
import { systemBundles } from "../../components/system";
import { isPlatformApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";

/** The layers that hold or guard data, and all apps of a stack. */
export function dataBundles(spec: ClusterSpec): Bundle[] {
  return [
    ...secretsBundles(spec),
    ...systemBundles(spec),
    ...storageBundles(spec),
    ...backupBundles(spec),
    ...databaseBundles(spec),
    ...Object.values(spec.apps).flatMap((app) =>
      isPlatformApp(app) ? [] : [appBundle(spec, app)],
    ),
  ];
}

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

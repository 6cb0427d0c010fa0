import type { App } from "./app/app";
import type { ClusterSettings, ClusterSpec, GatewaySpec, StorageClassSpec } from "./cluster";
import { withWidgets } from "./start-page";

/** Fills in what follows from other fields, so that no stack says a thing twice. */
export function derive(
  settings: ClusterSettings,
  apps: Readonly<Record<string, App>>,
): ClusterSpec {
  return {
    ...settings,
    gateways: Object.fromEntries(
      Object.keys(settings.gateways).map((name) => [name, deriveGateway(settings, name)]),
    ),
    storageClasses: deriveStorageClasses(settings),
    apps: withWidgets(apps),
  };
}

function deriveGateway(settings: ClusterSettings, name: string): GatewaySpec {
  const gateway = settings.gateways[name];
  if (gateway === undefined) throw new TypeError(`no gateway ${name}`);
  return {
    name,
    address: gateway.address,
    exposure: gateway.exposure,
    target: `${gateway.target ?? name}.${settings.domain}`,
    proxied: gateway.proxied ?? gateway.exposure === "public",
    replicas: gateway.replicas,
    http3: gateway.http3,
  };
}

function deriveStorageClasses({ storage }: ClusterSettings): StorageClassSpec[] {
  const preferred = storage.default ?? (storage.ceph === undefined ? "local" : "replicated");
  const classes: StorageClassSpec[] = [];
  if (storage.ceph !== undefined) {
    const { storageClass } = storage.ceph;
    classes.push({ name: storageClass, role: "replicated", isDefault: preferred === "replicated" });
  }
  if (storage.local !== undefined) {
    const { storageClass } = storage.local;
    classes.push({ name: storageClass, role: "local", isDefault: preferred === "local" });
  }
  for (const { storageClass } of Object.values(storage.nfs?.shares ?? {})) {
    if (storageClass !== undefined) {
      classes.push({ name: storageClass, role: "shared", isDefault: false });
    }
  }
  return classes;
}

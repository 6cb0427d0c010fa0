import { isImageApp } from "../app/app";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { missingAppRemedy } from "./support/missing-app";

/**
 * What an app names exists in this stack: other apps, gateways, database clusters, caches, NFS
 * shares, VLANs, nodes and USB devices.
 */
export const appReferences: Rule = (spec, context) => {
  const usb = new Set(Object.values(spec.nodes).flatMap((node) => Object.keys(node.usb)));
  const known = {
    app: context.selectedApps ?? new Set(Object.keys(spec.apps)),
    gateway: new Set(Object.keys(spec.gateways)),
    database: new Set(Object.keys(spec.databases)),
    cache: new Set(Object.keys(spec.caches)),
    "NFS share": new Set(Object.keys(spec.storage.nfs?.shares ?? {})),
    VLAN: new Set(Object.keys(spec.network.vlans)),
    node: new Set(Object.keys(spec.nodes)),
    "USB device": usb,
  };
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    const refer = (kind: keyof typeof known, value: string | undefined, ...keys: PropertyKey[]) => {
      if (value === undefined || known[kind].has(value)) return;
      problems.push({
        path: at("apps", name, ...keys),
        value,
        message: `is no ${kind} of this stack`,
        remedy:
          kind === "app"
            ? missingAppRemedy(value, known.app, context)
            : suggestion(value, [...known[kind]]),
      });
    };
    app.dependsOn.forEach((other, index) => {
      refer("app", other, "dependsOn", index);
    });
    refer("app", app.scheduling?.near, "scheduling", "near");
    refer("node", app.scheduling?.node, "scheduling", "node");
    for (const [key, { gateway }] of Object.entries(app.routes)) {
      refer("gateway", gateway, "routes", key, "gateway");
    }
    if (!isImageApp(app)) continue;
    refer("database", app.database?.cluster, "database", "cluster");
    refer("cache", app.cache?.name, "cache", "name");
    refer("USB device", app.devices?.usb, "devices", "usb");
    for (const vlan of Object.keys(app.networks)) refer("VLAN", vlan, "networks", vlan);
    for (const [key, volume] of Object.entries(app.volumes)) {
      if ("nfs" in volume) refer("NFS share", volume.nfs, "volumes", key, "nfs");
    }
  }
  return problems;
};

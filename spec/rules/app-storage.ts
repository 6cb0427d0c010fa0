import { isImageApp, type ImageApp } from "../app/app";
import { storageClassOf } from "../queries";
import { at, type Problem } from "../report";
import type { StorageRole } from "../storage";
import type { Rule } from "./rule";

const REMEDIES: Readonly<Record<StorageRole, string>> = {
  replicated: "add storage.ceph",
  local: "add storage.local",
  shared: "add a share with a storageClass to storage.nfs.shares",
};

/**
 * Every claim of an app or database asks for a storage role that the stack fulfils, and no two pods
 * share a claim that one node at a time may mount.
 */
export const appStorage: Rule = (spec) => {
  const present = new Set(spec.storageClasses.map(({ role }) => role));
  const others = `use class ${[...present].map((role) => `"${role}"`).join(" or ")}`;
  const problems: Problem[] = [];
  const need = (path: string, role: StorageRole) => {
    if (present.has(role)) return;
    problems.push({
      path,
      value: role,
      message: "the stack has no storage class of this role",
      remedy: present.size === 0 ? REMEDIES[role] : `${REMEDIES[role]}, or ${others}`,
    });
  };
  for (const [name, { class: role }] of Object.entries(spec.databases)) {
    need(at("databases", name, "class"), role);
  }
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isImageApp(app)) continue;
    for (const [key, volume] of Object.entries(app.volumes)) {
      if (!("size" in volume)) continue;
      need(at("apps", name, "volumes", key, "class"), volume.class);
      if (volume.access === "ReadWriteMany" && volume.class !== "shared") {
        problems.push({
          path: at("apps", name, "volumes", key, "access"),
          value: volume.access,
          message: `${storageClassOf(spec, volume.class)?.name ?? volume.class} gives a volume to one node at a time`,
          remedy: 'use class "shared", or access "ReadWriteOnce"',
        });
      }
    }
    problems.push(...sharedProblems(name, app));
  }
  return problems;
};

function sharedProblems(name: string, app: ImageApp): Problem[] {
  const several = app.kind === "DaemonSet" || app.replicas > 1;
  const exclusive = Object.entries(app.volumes).find(
    ([, volume]) => "size" in volume && volume.access === "ReadWriteOnce",
  );
  if (!several || exclusive === undefined) return [];
  const daemon = app.kind === "DaemonSet";
  return [
    {
      path: at("apps", name, daemon ? "kind" : "replicas"),
      value: daemon ? app.kind : app.replicas,
      message: `its pods would share the volume ${exclusive[0]}, which one node at a time may mount`,
      remedy: `${daemon ? "choose another kind" : "use one replica"}, or class "shared" with access "ReadWriteMany"`,
    },
  ];
}

import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/**
 * Storage classes have names of their own, the default role has a class, and the user volume behind
 * local storage exists on some node and is mounted where the path says.
 */
export const storageClasses: Rule = (spec) => {
  const { storage } = spec;
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  const claim = (path: string, name: string | undefined) => {
    if (name === undefined) return;
    const first = owners.get(name);
    if (first === undefined) owners.set(name, path);
    else {
      problems.push({
        path,
        value: name,
        message: `is also the storage class of ${first}`,
        remedy: "rename one of them",
      });
    }
  };
  claim("storage.ceph.storageClass", storage.ceph?.storageClass);
  claim("storage.local.storageClass", storage.local?.storageClass);
  for (const [share, { storageClass }] of Object.entries(storage.nfs?.shares ?? {})) {
    claim(at("storage", "nfs", "shares", share, "storageClass"), storageClass);
  }
  const preferred = storage.default;
  if (preferred !== undefined && spec.storageClasses.every(({ role }) => role !== preferred)) {
    problems.push({
      path: "storage.default",
      value: preferred,
      message: "the stack has no storage of this role",
      remedy: preferred === "replicated" ? "add storage.ceph" : "add storage.local",
    });
  }
  const { local } = storage;
  if (local?.volume !== undefined) {
    const { volume, path } = local;
    const mount = `/var/mnt/${volume}`;
    if (Object.values(spec.nodes).every(({ volumes }) => !Object.hasOwn(volumes, volume))) {
      problems.push({
        path: "storage.local.volume",
        value: volume,
        message: "no node has a user volume of this name",
        remedy: `add it to the volumes of the nodes (nodes.*.volumes.${volume})`,
      });
    }
    if (path !== mount && !path.startsWith(`${mount}/`)) {
      problems.push({
        path: "storage.local.path",
        value: path,
        message: `lies outside ${mount}, where the user volume ${volume} is mounted`,
        remedy: `use ${mount} or a folder in it`,
      });
    }
  }
  return problems;
};

import { parse } from "yaml";
import type { Bundle } from "../../../components/contracts/bundle";
import { list, record, type KubernetesObject } from "../../../components/contracts/object";
import { identityBundles } from "../../../components/identity";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";
import { showroom } from "../../support/showroom";

/** The stacks, and one with every app. */
export const specs = {
  home: loadSpec("home"),
  trio: loadSpec("trio"),
  lab: loadSpec("lab"),
  showroom: showroom(),
};

/** The bundle of a name. */
export function bundle(spec: ClusterSpec, name: string): Bundle {
  const found = identityBundles(spec).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bundle ${name}`);
  return found;
}

/** An object of a bundle. */
export function object(from: Bundle, kind: string, name: string): KubernetesObject {
  const found = from.objects?.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`${from.name} has no ${kind} ${name}`);
  return found;
}

/** Authelia's configuration as its pod reads it, before its own template is filled in. */
export function config(spec: ClusterSpec): Record<string, unknown> {
  const map = object(bundle(spec, "authelia"), "ConfigMap", "authelia-config");
  return parse(String(record(map["data"])["configuration.yml"])) as Record<string, unknown>;
}

/** A client of Authelia as its configuration has it. */
export function client(spec: ClusterSpec, id: string) {
  const { oidc } = record(config(spec)["identity_providers"]);
  const found = list(record(oidc)["clients"])
    .map(record)
    .find((one) => one["client_id"] === id);
  if (found === undefined) throw new Error(`no client ${id}`);
  return found;
}

import type { ClusterSpec } from "../../spec/cluster";
import { backupBundles } from "../backup";

/** Asks a stack whether it has something. */
export type Feature = (spec: ClusterSpec) => boolean;

/** Whether the stack selects an app. */
export const selects =
  (app: string): Feature =>
  ({ apps }) =>
    Object.hasOwn(apps, app);

export const hasTunnel: Feature = ({ ingress }) => ingress.cloudflare?.tunnel !== undefined;

/** Whether something writes DNS records. */
export const hasDnsWriter: Feature = ({ ingress }) =>
  ingress.cloudflare !== undefined || ingress.splitDns !== undefined;

export const hasCeph: Feature = ({ storage }) => storage.ceph !== undefined;

export const hasPostgres: Feature = ({ databases }) => Object.keys(databases).length > 0;

export const hasPostgresBackups: Feature = (spec) => spec.backup !== undefined && hasPostgres(spec);

/** Whether VolSync runs. */
export const hasVolumeBackups: Feature = (spec) => backupBundles(spec).length > 0;

export const hasUps: Feature = (spec) =>
  spec.monitoring.ups !== undefined && selects("nut-exporter")(spec);

export const hasUnifi: Feature = (spec) =>
  spec.monitoring.unifi !== undefined && selects("unpoller")(spec);

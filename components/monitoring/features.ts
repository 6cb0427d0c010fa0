import type { ClusterSpec } from "../../spec/cluster";
import { runsVolsync } from "../backup";
import { PROBER_APP, probesBundle } from "./probes";

/** Asks a stack whether it has something. */
export type Feature = (spec: ClusterSpec) => boolean;

/** Whether the stack selects an app. */
export const selects =
  (app: string): Feature =>
  ({ apps }) =>
    Object.hasOwn(apps, app);

/** Whether the Internet reaches the stack through a Cloudflare tunnel. */
export const hasTunnel: Feature = ({ ingress }) => ingress.cloudflare?.tunnel !== undefined;

/** Whether something writes DNS records. */
export const hasDnsWriter: Feature = ({ ingress }) =>
  ingress.cloudflare !== undefined || ingress.splitDns !== undefined;

/** Whether Ceph stores data. */
export const hasCeph: Feature = ({ storage }) => storage.ceph !== undefined;

/** Whether there is a PostgreSQL cluster. */
export const hasPostgres: Feature = ({ databases }) => Object.keys(databases).length > 0;

/** Whether PostgreSQL is backed up. */
export const hasPostgresBackups: Feature = (spec) => spec.backup !== undefined && hasPostgres(spec);

/** Whether VolSync runs. */
export const hasVolumeBackups: Feature = runsVolsync;

/** Whether somebody exports what the UPS says. */
export const hasUps: Feature = (spec) =>
  spec.monitoring.ups !== undefined && selects("nut-exporter")(spec);

/** Whether somebody exports what the UniFi controller says. */
export const hasUnifi: Feature = (spec) =>
  spec.monitoring.unifi !== undefined && selects("unpoller")(spec);

/** Whether something asks hosts outside of the cluster. */
export const probesDevices: Feature = (spec) =>
  selects(PROBER_APP)(spec) && probesBundle(spec) !== undefined;

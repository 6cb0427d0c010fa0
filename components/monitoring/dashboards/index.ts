import type { ClusterSpec } from "../../../spec/cluster";
import { isMonitored } from "../../contracts/conventions";
import type { KubernetesObject } from "../../contracts/object";
import { hasCeph, hasPostgres, hasUps, hasVolumeBackups, selects, type Feature } from "../features";
import { backups } from "./backups";
import { ceph } from "./ceph";
import { dashboardObject, type Dashboard } from "./dashboard";
import { endpoints } from "./endpoints";
import { gateways } from "./gateways";
import { postgres } from "./postgres";
import { ups } from "./ups";

/** Every dashboard of our own, and which stacks have what it shows. */
const DASHBOARDS: readonly (readonly [Dashboard, Feature])[] = [
  [gateways, () => true],
  [endpoints, selects("gatus")],
  [ceph, hasCeph],
  [backups, hasVolumeBackups],
  [postgres, hasPostgres],
  [ups, hasUps],
];

/** The dashboards of a stack. */
export function dashboards(spec: ClusterSpec): Dashboard[] {
  return DASHBOARDS.filter(([, when]) => when(spec)).map(([dashboard]) => dashboard);
}

/** Their ConfigMaps. Those of Kubernetes and of Cilium come with their charts. */
export function dashboardObjects(spec: ClusterSpec): KubernetesObject[] {
  return isMonitored(spec) ? dashboards(spec).map(dashboardObject) : [];
}

import { accessApps } from "./access-apps";
import { addressInNetwork } from "./address-in-network";
import { appBackend } from "./app-backend";
import { appDependencies } from "./app-dependencies";
import { appEnvironment } from "./app-environment";
import { appExceptions } from "./app-exceptions";
import { appLogins } from "./app-logins";
import { appPlacement } from "./app-placement";
import { appPorts } from "./app-ports";
import { appReferences } from "./app-references";
import { appRoutes } from "./app-routes";
import { appStorage } from "./app-storage";
import { appTexts } from "./app-texts";
import { appVolumes } from "./app-volumes";
import { backupTarget } from "./backup-target";
import { boards } from "./boards";
import { cephHosts } from "./ceph-hosts";
import { cephMons } from "./ceph-mons";
import { cephNetworks } from "./ceph-networks";
import { certificateIssuer } from "./certificate-issuer";
import { cloudflareZone } from "./cloudflare-zone";
import { compatibleVersions } from "./compatible-versions";
import { contractVersion } from "./contract-version";
import { controlPlaneQuorum } from "./control-plane-quorum";
import { devicePlugins } from "./device-plugins";
import { disjointNetworks } from "./disjoint-networks";
import { diskSelectors } from "./disk-selectors";
import { diskUsedOnce } from "./disk-used-once";
import { extensions } from "./extensions";
import { hardwareProfiles } from "./hardware-profiles";
import { hostNames } from "./host-names";
import { imageGarbageCollection } from "./image-garbage-collection";
import { kernelArguments } from "./kernel-arguments";
import { kubernetesNames } from "./kubernetes-names";
import { loadBalancerAddresses } from "./load-balancer-addresses";
import { loadBalancerRangeFree } from "./load-balancer-range-free";
import { monitoringReferences } from "./monitoring-references";
import { nodeFloor } from "./node-floor";
import { nodeInterfaces } from "./node-interfaces";
import { nodeNames } from "./node-names";
import { outsideDhcp } from "./outside-dhcp";
import { patches } from "./patches";
import { podNetworkSize } from "./pod-network-size";
import { publicExposure } from "./public-exposure";
import { routeFilters } from "./route-filters";
import type { Rule } from "./rule";
import { secretShapes } from "./secret-shapes";
import { storageClasses } from "./storage-classes";
import { supportedHardware } from "./supported-hardware";
import { talosApiAccess } from "./talos-api-access";
import { tunnelGateway } from "./tunnel-gateway";
import { uniqueAddresses } from "./unique-addresses";
import { uniqueHardware } from "./unique-hardware";
import { uniqueHosts } from "./unique-hosts";
import { uniqueListeners } from "./unique-listeners";
import { vip } from "./vip";
export type { Rule, RuleContext } from "./rule";

/** Every cross-field rule, in the order in which their problems are printed: network, nodes, versions, storage, ingress, apps. */
export const rules: readonly Rule[] = [
  uniqueAddresses,
  addressInNetwork,
  outsideDhcp,
  disjointNetworks,
  podNetworkSize,
  loadBalancerAddresses,
  loadBalancerRangeFree,
  controlPlaneQuorum,
  vip,
  nodeNames,
  hardwareProfiles,
  supportedHardware,
  nodeFloor,
  boards,
  extensions,
  kernelArguments,
  uniqueHardware,
  diskSelectors,
  diskUsedOnce,
  nodeInterfaces,
  patches,
  compatibleVersions,
  contractVersion,
  imageGarbageCollection,
  cephHosts,
  cephMons,
  cephNetworks,
  storageClasses,
  backupTarget,
  tunnelGateway,
  publicExposure,
  cloudflareZone,
  certificateIssuer,
  accessApps,
  hostNames,
  monitoringReferences,
  kubernetesNames,
  appReferences,
  devicePlugins,
  talosApiAccess,
  appDependencies,
  appPlacement,
  appStorage,
  appVolumes,
  appPorts,
  appBackend,
  appRoutes,
  routeFilters,
  uniqueHosts,
  uniqueListeners,
  appLogins,
  appEnvironment,
  appTexts,
  appExceptions,
  secretShapes,
];

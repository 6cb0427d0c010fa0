import { volsync, snapshotController } from "./backups";
import { certManager } from "./cert-manager";
import { ciliumAddresses, ciliumAgent } from "./cilium";
import { cloudNativePg } from "./cloudnative-pg";
import { containers } from "./containers";
import { unfinishedDefinitions } from "./definitions";
import { devicePlugins } from "./devices";
import { dragonfly } from "./dragonfly";
import { envoyGateway } from "./envoy-gateway";
import { externalSecretsOperator } from "./external-secrets";
import { prometheusOperator } from "./prometheus";
import { rookCeph } from "./rook";
import type { Controller } from "./runtime";
import { volumes } from "./volumes";

/** Every stand-in of the lab; what each stands in for is said where it is defined. */
export const controllers: readonly Controller[] = [
  unfinishedDefinitions,
  containers,
  ciliumAgent,
  ciliumAddresses,
  devicePlugins,
  volumes,
  rookCeph,
  certManager,
  externalSecretsOperator,
  cloudNativePg,
  dragonfly,
  envoyGateway,
  prometheusOperator,
  volsync,
  snapshotController,
];

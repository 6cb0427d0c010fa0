import type { Effect } from "./change";
import { isUnder } from "./fields";
import { CONFIG } from "./snapshot";

/**
 * Fields of Talos's v1alpha1 config that a running node takes without a reboot; a change of any other
 * field reboots it, because the configs are applied in mode `auto`. Documents of other kinds are
 * never a reason for a reboot.
 *
 * Source: `CanApplyImmediate` in internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_runtime.go of
 * siderolabs/talos v1.12.4. Talos v1.14 reboots no more, so this list goes with the version.
 */
const LIVE = [
  "debug",
  "cluster",
  "machine.ca",
  "machine.acceptedCAs",
  "machine.time",
  "machine.certSANs",
  "machine.install",
  "machine.network",
  "machine.sysfs",
  "machine.sysctls",
  "machine.logging",
  "machine.controlPlane",
  "machine.kubelet",
  "machine.kernel",
  "machine.registries",
  "machine.pods",
  "machine.seccompProfiles",
  "machine.nodeAnnotations",
  "machine.nodeLabels",
  "machine.nodeTaints",
  "machine.features.kubernetesTalosAPIAccess",
  "machine.features.kubePrism",
  "machine.features.hostDNS",
  "machine.features.imageCache",
  "machine.features.nodeAddressSortAlgorithm",
];

/** What fields mean that are applied at once, the most special first. */
const MEANINGS: readonly (readonly [string, Effect])[] = [
  ["machine.install", { kind: "note", text: "counts at the next installation only" }],
  ["machine.kubelet", { kind: "note", text: "restarts the kubelet; pods go on" }],
  [
    "machine.registries.config",
    { kind: "note", text: "logins to registries count after the next reboot" },
  ],
  [
    "cluster.apiServer",
    { kind: "restart", text: "restarts this node's API server, without a reboot" },
  ],
  [
    "cluster.controllerManager",
    { kind: "restart", text: "restarts this node's controller manager, without a reboot" },
  ],
  [
    "cluster.scheduler",
    { kind: "restart", text: "restarts this node's scheduler, without a reboot" },
  ],
  [
    "cluster.etcd",
    { kind: "note", text: "applied without a reboot; etcd takes it when it next starts" },
  ],
];

const APPLIED: Effect = { kind: "note", text: "applied without a reboot" };

/** What the change of a field of a machine config means. */
export function machineEffect(document: string, path: string): Effect {
  if (document !== CONFIG) return documentEffect(document);
  const meaning = MEANINGS.find(([prefix]) => isUnder(path, prefix));
  if (meaning !== undefined) return meaning[1];
  if (LIVE.some((prefix) => isUnder(path, prefix))) return APPLIED;
  return { kind: "reboot", text: "reboots this node: Talos takes this field only when it starts" };
}

function documentEffect(document: string): Effect {
  if (/^(User|Raw|Existing)?VolumeConfig\b/.test(document)) {
    return {
      kind: "note",
      text: "applied without a reboot; a volume that exists is neither moved nor shrunk nor wiped",
    };
  }
  if (document.startsWith("RegistryAuthConfig")) {
    return { kind: "note", text: "logins to registries count after the next reboot" };
  }
  return APPLIED;
}

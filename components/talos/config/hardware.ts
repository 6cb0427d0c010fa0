import type { ClusterSpec, HardwareProfile } from "../../../spec/cluster";
import { minorOf } from "../../../spec/compatibility";
import type { TalosDocument } from "../canonical";
import { installerImage } from "../schematic";

/** Memory below which a machine keeps back more than Talos does by itself, in MiB. */
const SMALL_MACHINE = 8192;

/** What a small machine keeps back, measured for a 4 GB Raspberry Pi that also runs etcd. */
const SMALL_RESERVATION = {
  system: { cpu: "100m", memory: "384Mi" },
  kubernetes: { cpu: "100m", memory: "256Mi" },
  evictionMemory: "256Mi",
} as const;

/** How long Talos may hang until the watchdog resets the machine. */
const WATCHDOG_TIMEOUT = "5m0s";

/**
 * What every node of a hardware profile is given: its installer image, kernel modules, udev rules,
 * reserved resources and watchdog.
 */
export function hardwareDocuments(
  spec: Pick<ClusterSpec, "talos">,
  hardware: HardwareProfile,
): TalosDocument[] {
  const modules = [...new Set([...spec.talos.kernelModules, ...hardware.kernelModules])];
  const reserved = reservations(hardware);
  return [
    {
      machine: {
        install: {
          image: installerImage(spec, hardware),
          wipe: false,
          ...(grubNeedsTelling(spec, hardware) ? { grubUseUKICmdline: true } : {}),
        },
        ...(modules.length === 0 ? {} : { kernel: { modules: modules.map((name) => ({ name })) } }),
        ...(hardware.udevRules.length === 0 ? {} : { udev: { rules: hardware.udevRules } }),
        ...(Object.keys(reserved).length === 0 ? {} : { kubelet: { extraConfig: reserved } }),
      },
    },
    ...(hardware.watchdog
      ? [
          {
            apiVersion: "v1alpha1",
            kind: "WatchdogTimerConfig",
            device: "/dev/watchdog0",
            timeout: WATCHDOG_TIMEOUT,
          },
        ]
      : []),
  ];
}

/**
 * Whether GRUB has to be told to take the kernel arguments of the installer image, as systemd-boot
 * does: configs that Talos generates with the contract of v1.12 or newer say so by themselves.
 * https://github.com/siderolabs/talos/commit/ec0a813fa
 */
function grubNeedsTelling({ talos }: Pick<ClusterSpec, "talos">, hardware: HardwareProfile) {
  const before = (version: string) => (minorOf(version)?.minor ?? 0) < 12;
  // A Talos before v1.12 does not know the field and refuses the config.
  return hardware.kernelArgs.length > 0 && before(talos.contractVersion) && !before(talos.version);
}

/**
 * https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
 * Setting one eviction signal removes Kubernetes's other defaults, so all are written.
 */
function reservations({ reserved, memoryMiB }: HardwareProfile): Record<string, unknown> {
  const fallback = memoryMiB < SMALL_MACHINE ? SMALL_RESERVATION : undefined;
  const system = reserved.system ?? fallback?.system;
  const kube = reserved.kubernetes ?? fallback?.kubernetes;
  const eviction = reserved.evictionMemory ?? fallback?.evictionMemory;
  return {
    ...(system === undefined ? {} : { systemReserved: system }),
    ...(kube === undefined ? {} : { kubeReserved: kube }),
    ...(eviction === undefined
      ? {}
      : {
          evictionHard: {
            "memory.available": eviction,
            "nodefs.available": "10%",
            "nodefs.inodesFree": "5%",
            "imagefs.available": "15%",
          },
        }),
  };
}

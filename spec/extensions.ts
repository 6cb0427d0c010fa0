import type { Architecture } from "./primitives";

/**
 * The official system extensions of Talos, with the architectures that their image has content for
 * (both where nothing is said). Names: https://github.com/siderolabs/extensions at v1.12.11, the
 * targets in `.kres.yaml`; architectures: the guards in each `pkg.yaml`, and for microcode the
 * processor that it is for.
 */
const BOTH = [
  "amazon-ena",
  "binfmt-misc",
  "bird2",
  "bnx2-bnx2x",
  "btrfs",
  "chelsio-drivers",
  "chelsio-firmware",
  "cloudflared",
  "crun",
  "ctr",
  "drbd",
  "ecr-credential-provider",
  "fuse3",
  "gasket-driver",
  "glibc",
  "gvisor",
  "gvisor-debug",
  "hailort",
  "hello-world-service",
  "intel-ice-firmware",
  "iscsi-tools",
  "kata-containers",
  "lldpd",
  "mdadm",
  "mellanox-mstflint",
  "metal-agent",
  "multipath-tools",
  "nebula",
  "netbird",
  "newt",
  "nfs-utils",
  "nfsd",
  "nfsrahead",
  "nonfree-kmod-nvidia-lts",
  "nonfree-kmod-nvidia-production",
  "nut-client",
  "nvidia-container-toolkit-lts",
  "nvidia-container-toolkit-production",
  "nvidia-fabricmanager-lts",
  "nvidia-fabricmanager-production",
  "nvidia-gdrdrv-device",
  "nvidia-open-gpu-kernel-modules-lts",
  "nvidia-open-gpu-kernel-modules-production",
  "nvme-cli",
  "qemu-guest-agent",
  "qlogic-firmware",
  "realtek-firmware",
  "soci-snapshotter",
  "spin",
  "stargz-snapshotter",
  "tailscale",
  "tenstorrent",
  "thunderbolt",
  "trident-iscsi-tools",
  "uinput",
  "usb-audio-drivers",
  "usb-modem-drivers",
  "util-linux-tools",
  "v4l-uvc-drivers",
  "vmtoolsd-guest-agent",
  "wasmedge",
  "xdma-driver",
  "xen-guest-agent",
  "youki",
  "zerotier",
  "zfs",
] as const;

const AMD64 = [
  "amd-ucode",
  "amdgpu",
  "dvb-cx23885",
  "dvb-m88ds3103",
  "gpio-pinctrl",
  "i915",
  "intel-ucode",
  "mei",
  "xe",
  // Earlier names of amdgpu and i915, which the Image Factory still resolves.
  "amdgpu-firmware",
  "i915-ucode",
] as const;

const ARM64 = ["panfrost", "revpi-firmware", "vc4"] as const;

const PREFIX = "siderolabs/";

/** Architectures by full extension name, e.g. `siderolabs/i915`. */
export const officialExtensions: ReadonlyMap<string, readonly Architecture[]> = new Map<
  string,
  readonly Architecture[]
>([
  ...BOTH.map((name) => [PREFIX + name, ["amd64", "arm64"]] as const),
  ...AMD64.map((name) => [PREFIX + name, ["amd64"]] as const),
  ...ARM64.map((name) => [PREFIX + name, ["arm64"]] as const),
]);

/** A board overlay of the Image Factory: where it comes from and which machines it is for. */
interface BoardOverlay {
  readonly name: string;
  readonly image: string;
  readonly architecture: Architecture;
}

/** Overlays by board. https://github.com/siderolabs/sbc-raspberrypi */
export const boardOverlays: Readonly<Record<string, BoardOverlay>> = {
  rpi_generic: {
    name: "rpi_generic",
    image: "siderolabs/sbc-raspberrypi",
    architecture: "arm64",
  },
};

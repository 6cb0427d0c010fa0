import type { ClusterInput } from "../spec/cluster";

type Profile = ClusterInput["hardware"][string];

/** config.txt of the official PoE HAT: four fan steps, so that a rack of Pis stays quiet. */
const POE_FAN = [
  "# PoE Hat Fan Speeds",
  "dtoverlay=rpi-poe",
  "dtparam=poe_fan_temp0=50000",
  "dtparam=poe_fan_temp1=60000",
  "dtparam=poe_fan_temp2=70000",
  "dtparam=poe_fan_temp3=80000",
].join("\n");

/** Raspberry Pi 4 with 4 GB, PoE HAT and a 128 GB USB SSD. */
export const raspberryPi4: Profile = {
  description: "Raspberry Pi 4 Model B, 4 GB, PoE HAT, 128 GB SSD on USB",
  architecture: "arm64",
  board: "rpi_generic",
  overlay: {
    name: "rpi_generic",
    image: "siderolabs/sbc-raspberrypi",
    configTxtAppend: POE_FAN,
  },
  extensions: ["siderolabs/util-linux-tools"],
  // The driver probes a Super-I/O chip that the board lacks and stalls the boot.
  kernelArgs: ["initcall_blacklist=sensors_nct6683_init"],
  cpus: 4,
  memoryMiB: 3791,
  disks: [{ device: "/dev/sda", model: "Portable SSD", size: "119Gi", transport: "usb" }],
  nics: [{ driver: "bcmgenet", speedMbps: 1000 }],
  watchdog: true,
  // 4 GB are shared with the Kubernetes control plane: keep room for etcd and evict early.
  reserved: {
    system: { cpu: "250m", memory: "512Mi" },
    kubernetes: { cpu: "250m", memory: "256Mi" },
    evictionMemory: "200Mi",
  },
};

/** Raspberry Pi 3B+: Talos has no image for it and it is below the memory floor. */
export const raspberryPi3: Profile = {
  description: "Raspberry Pi 3 Model B+, 1 GB",
  architecture: "arm64",
  cpus: 4,
  memoryMiB: 906,
  nics: [{ driver: "lan78xx", speedMbps: 300 }],
  supported: false,
};

/** Acemagician AM06: Ryzen 5700U mini-PC with a SATA boot SSD and an NVMe for Ceph. */
export const am06: Profile = {
  description: "Acemagician AM06, Ryzen 7 5700U, 16 GB, 128 GB SATA and 512 GB NVMe",
  architecture: "amd64",
  extensions: ["siderolabs/util-linux-tools", "siderolabs/amd-ucode", "siderolabs/amdgpu-firmware"],
  cpus: 16,
  memoryMiB: 15360,
  disks: [
    { device: "/dev/sda", model: "128GB SATA SSD", size: "119Gi", transport: "sata" },
    { device: "/dev/nvme0n1", model: "AirDisk 512GB SSD", size: "476Gi", transport: "nvme" },
  ],
  nics: [{ driver: "r8169", speedMbps: 1000 }],
  gpu: "amd",
  reserved: {
    system: { cpu: "250m", memory: "768Mi" },
    kubernetes: { cpu: "250m", memory: "512Mi" },
    evictionMemory: "500Mi",
  },
};

/** Lenovo ThinkPad T440p: Haswell laptop with an Intel GPU. */
export const t440p: Profile = {
  description: "Lenovo ThinkPad T440p, i5-4300M, 8 GB, 128 GB SATA",
  architecture: "amd64",
  extensions: ["siderolabs/util-linux-tools", "siderolabs/i915-ucode", "siderolabs/intel-ucode"],
  cpus: 4,
  memoryMiB: 7680,
  disks: [{ device: "/dev/sda", model: "SAMSUNG MZ7TD128", size: "119Gi", transport: "sata" }],
  nics: [{ driver: "e1000e", speedMbps: 1000 }],
  gpu: "intel",
  reserved: {
    system: { cpu: "250m", memory: "512Mi" },
    kubernetes: { cpu: "250m", memory: "512Mi" },
    evictionMemory: "300Mi",
  },
};

/** Lenovo ThinkCentre M70q Gen 3: i7 tiny PC with NVMe, a SATA SSD for Ceph and two NICs. */
export const m70q: Profile = {
  description: "Lenovo ThinkCentre M70q Gen 3, i7-12700T, 64 GB, 500 GB NVMe, 1.92 TB SATA SSD",
  architecture: "amd64",
  extensions: [
    "siderolabs/i915",
    "siderolabs/intel-ucode",
    "siderolabs/mei",
    "siderolabs/nfsrahead",
  ],
  // Speed over hardening on a trusted LAN: no auditing, no mitigations, memory not zeroed on use.
  kernelArgs: [
    "-init_on_alloc",
    "-init_on_free",
    "-selinux",
    "apparmor=0",
    "init_on_alloc=0",
    "init_on_free=0",
    "intel_iommu=on",
    "iommu=pt",
    "pcie_aspm=off",
    "mitigations=off",
    "security=none",
    "talos.auditd.disabled=1",
  ],
  cpus: 20,
  memoryMiB: 64000,
  disks: [
    { device: "/dev/nvme0n1", model: "SAMSUNG MZVL2512HCJQ", size: "465Gi", transport: "nvme" },
    { device: "/dev/sda", model: "SAMSUNG MZ7L31T9HBLT", size: "1788Gi", transport: "sata" },
  ],
  nics: [
    { driver: "e1000e", speedMbps: 1000 },
    { driver: "r8169", speedMbps: 2500 },
  ],
  gpu: "intel",
  watchdog: true,
};

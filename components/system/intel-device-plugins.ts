import type { Bundle } from "../contracts/bundle";
import { crd } from "../contracts/capability";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/** How many pods may share one GPU. */
const SHARES = 2;

/**
 * Intel's device plugin operator and its GPU plugin: nodes with an Intel GPU offer
 * `gpu.intel.com/i915`. It finds them by labels of Node Feature Discovery.
 * https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html
 */
export function intelDevicePluginsBundle(): Bundle {
  return {
    layer: "system",
    component: "IntelDevicePlugins",
    name: "intel-device-plugins",
    namespaces: [
      {
        name: SYSTEM_NAMESPACE,
        podSecurity: "privileged",
        reason: "the GPU plugin mounts /dev/dri and the kubelet's device plugin folder",
      },
    ],
    charts: [
      {
        name: "intel-device-plugins-operator",
        chart: "intel-device-plugins-operator",
        namespace: SYSTEM_NAMESPACE,
        values: { manager: { devices: { gpu: true } } },
        brings: {
          crds: [
            ...crdRefs("deviceplugin.intel.com/v1", "Cluster", {
              DlbDevicePlugin: "dlbdeviceplugins",
              DsaDevicePlugin: "dsadeviceplugins",
              FpgaDevicePlugin: "fpgadeviceplugins",
              GpuDevicePlugin: "gpudeviceplugins",
              IaaDevicePlugin: "iaadeviceplugins",
              NpuDevicePlugin: "npudeviceplugins",
              QatDevicePlugin: "qatdeviceplugins",
              SgxDevicePlugin: "sgxdeviceplugins",
            }),
            ...crdRefs("fpga.intel.com/v2", "Namespaced", {
              AcceleratorFunction: "acceleratorfunctions",
              FpgaRegion: "fpgaregions",
            }),
          ],
          workloads: [
            { kind: "Deployment", name: "inteldeviceplugins-controller-manager", replicas: 1 },
          ],
        },
        // The webhook's certificate comes from cert-manager.
        needs: [crd("cert-manager.io/v1", "Certificate"), crd("cert-manager.io/v1", "Issuer")],
      },
      {
        name: "intel-device-plugins-gpu",
        chart: "intel-device-plugins-gpu",
        namespace: SYSTEM_NAMESPACE,
        values: {
          name: "i915",
          sharedDevNum: SHARES,
          nodeFeatureRule: true,
          // Nodes that are kept for media are tainted and are the ones with a GPU.
          tolerations: [{ operator: "Exists" }],
        },
        brings: {},
        needs: [
          crd("deviceplugin.intel.com/v1", "GpuDevicePlugin"),
          crd("nfd.k8s-sigs.io/v1alpha1", "NodeFeatureRule"),
        ],
      },
    ],
    provides: ["app:intel-device-plugins"],
  };
}

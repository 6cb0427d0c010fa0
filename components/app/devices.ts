import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";
import type { Capability } from "../contracts/capability";

/** Extended resource of each GPU, and the app that makes nodes offer it. */
const GPUS = {
  // https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html
  intel: { resource: "gpu.intel.com/i915", plugin: "intel-device-plugins" },
  // https://github.com/ROCm/k8s-device-plugin
  amd: { resource: "amd.com/gpu", plugin: "amd-device-plugin" },
} as const;

/** Extended resource of the TUN device, and the app that makes nodes offer it. */
const TUN = { resource: "kernel.org/tun", plugin: "generic-device-plugin" } as const;

/** What a container has to ask for to get the app's devices, beside CPU and memory. */
export function deviceResources(app: Pick<ImageApp, "devices">): Record<string, number> {
  return Object.fromEntries(pluginsOf(app).map(({ resource }) => [resource, 1]));
}

/** What must be there for the devices to be offered, as far as it is an app of the stack. */
export function deviceNeeds(
  spec: Pick<ClusterSpec, "apps">,
  app: Pick<ImageApp, "devices">,
): Capability[] {
  return pluginsOf(app).flatMap(({ plugin }) =>
    Object.hasOwn(spec.apps, plugin) ? [`app:${plugin}` as const] : [],
  );
}

function pluginsOf({ devices }: Pick<ImageApp, "devices">) {
  return [
    ...(devices?.gpu === undefined ? [] : [GPUS[devices.gpu]]),
    ...(devices?.tun === true ? [TUN] : []),
  ];
}

/** A USB device and the nodes that carry it. */
export interface UsbDevice {
  readonly name: string;
  /** File of the device on the node. */
  readonly path: string;
  readonly nodes: readonly string[];
}

/**
 * The app's USB device, undefined where it uses none.
 *
 * @throws Error where no node carries it; the spec's rules report that before anything is built
 */
export function usbDeviceOf(
  spec: Pick<ClusterSpec, "nodes" | "hardware">,
  app: Pick<ImageApp, "name" | "devices">,
): UsbDevice | undefined {
  const device = app.devices?.usb;
  if (device === undefined) return undefined;
  const carriers = nodesOf(spec).filter(({ node }) => Object.hasOwn(node.usb, device));
  const path = carriers[0]?.node.usb[device]?.path;
  if (path === undefined) {
    throw new Error(`${app.name}: no node has a USB device ${device} with a path`);
  }
  return { name: device, path, nodes: carriers.map(({ name }) => name) };
}

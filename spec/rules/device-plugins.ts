import { isImageApp, type ImageApp } from "../app/app";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** What hands a kind of device to pods: an app of the system that the stack has to select. */
const PLUGINS: readonly {
  readonly device: string;
  readonly plugin: string;
  readonly asks: (app: ImageApp) => boolean;
}[] = [
  {
    device: "gpu",
    plugin: "intel-device-plugins",
    asks: ({ devices }) => devices?.gpu === "intel",
  },
  {
    device: "gpu",
    plugin: "amd-device-plugin",
    asks: ({ devices }) => devices?.gpu === "amd",
  },
  { device: "tun", plugin: "generic-device-plugin", asks: ({ devices }) => devices?.tun === true },
];

/** A device that an app asks for is handed out by a plugin of the stack; its pods never start else. */
export const devicePlugins: Rule = (spec, { selectedApps, knownApps }) => {
  const selected = selectedApps ?? new Set(Object.keys(spec.apps));
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isImageApp(app)) continue;
    for (const { device, plugin, asks } of PLUGINS) {
      if (!asks(app) || selected.has(plugin)) continue;
      problems.push({
        path: at("apps", name, "devices", device),
        message: `asks for a device that only the app ${plugin} hands out, and the stack lacks it`,
        remedy:
          knownApps?.has(plugin) === false
            ? `write the entry ${plugin}, which the catalogue has not yet, or remove the device`
            : `add "${plugin}": {} to the stack's apps`,
      });
    }
  }
  return problems;
};

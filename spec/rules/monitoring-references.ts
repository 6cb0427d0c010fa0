import { own } from "../lookup";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** Apps that have nothing to watch unless the stack says what, by its key under `monitoring`. */
const WATCHERS = { "nut-exporter": "ups", unpoller: "unifi" } as const;

/**
 * The UPS hangs on a node and device that exist, what an exporter watches is there, alerts by
 * mail have a relay, and silences an operator.
 */
export const monitoringReferences: Rule = ({ apps, monitoring, nodes, mail }) => {
  const problems: Problem[] = [];
  for (const [app, key] of Object.entries(WATCHERS)) {
    if (!Object.hasOwn(apps, app) || monitoring[key] !== undefined) continue;
    problems.push({
      path: at("apps", app),
      message: `has nothing to watch, since the stack has no monitoring.${key}`,
      remedy: `add monitoring.${key}, or remove the app`,
    });
  }
  const { ups, alerts, silences } = monitoring;
  if (Object.keys(silences).length > 0 && !Object.hasOwn(apps, "silence-operator")) {
    problems.push({
      path: "monitoring.silences",
      message: "silences nothing, since the stack has no silence-operator",
      remedy: 'add "silence-operator": {} to apps, or remove it',
    });
  }
  if (ups !== undefined) {
    const node = own(nodes, ups.node);
    if (node === undefined) {
      problems.push({
        path: "monitoring.ups.node",
        value: ups.node,
        message: "is no node of this stack",
        remedy: suggestion(ups.node, Object.keys(nodes)),
      });
    } else if (!Object.hasOwn(node.usb, ups.device)) {
      const known = Object.keys(node.usb);
      problems.push({
        path: "monitoring.ups.device",
        value: ups.device,
        message: `is no USB device of node ${ups.node}`,
        remedy:
          known.length === 0 ? `add it to nodes.${ups.node}.usb` : suggestion(ups.device, known),
      });
    }
  }
  if (alerts.receiver === "email" && mail === undefined) {
    problems.push({
      path: "monitoring.alerts.receiver",
      value: alerts.receiver,
      message: "needs a mail relay, and the stack has none",
      remedy: "add mail, or choose another receiver",
    });
  }
  return problems;
};

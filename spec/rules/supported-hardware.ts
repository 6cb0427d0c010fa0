import { nodesOf } from "../queries";
import { at } from "../report";
import type { Rule } from "./rule";

/** A machine that Talos has no image for stands in the inventory and is no node. */
export const supportedHardware: Rule = (spec) =>
  nodesOf(spec).flatMap(({ name, node, hardware }) =>
    hardware.supported
      ? []
      : [
          {
            path: at("nodes", name, "hardware"),
            value: node.hardware,
            message: "is a profile that Talos does not support (supported: false)",
            remedy: `move ${name} from nodes to inventory, with the reason`,
          },
        ],
  );

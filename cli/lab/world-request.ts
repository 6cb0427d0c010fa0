import { inventoryOf } from "../../lab/inventory-from-spec";
import { worldOptionsOf } from "../../lab/options-from-spec";
import type { ClusterSpec } from "../../spec/cluster";
import type { WorldWish } from "./world-client";

/** Token that the simulated Cloudflare accepts; it opens nothing else. */
export const LAB_TOKEN = "lab-cloudflare-token";

/**
 * What the world of a stack is asked to simulate.
 *
 * @param executables paths of the lab's tools by name
 */
export function worldRequest(
  spec: ClusterSpec,
  executables: Readonly<Record<string, string>>,
): WorldWish {
  const zone = spec.ingress.cloudflare?.zone ?? spec.domain;
  return {
    inventory: inventoryOf(spec),
    options: {
      ...worldOptionsOf(spec),
      tools: executables,
      cloudflare: { zones: [zone], token: LAB_TOKEN },
    },
  };
}

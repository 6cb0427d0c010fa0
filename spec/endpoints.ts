import { z } from "zod";
import type { ClusterSpec } from "./cluster";
import { apiAddressOf } from "./queries";

/** Where the program finds the world. The one place in which a rehearsal differs from production. */
export interface Endpoints {
  /** Kubernetes API, e.g. `https://192.168.0.200:6443`. */
  readonly kubernetes: string;
  /** Talos API of each node by host name, `address` or `address:port`. */
  readonly nodes: Readonly<Record<string, string>>;
  /** Cloudflare API; the provider's default where absent. */
  readonly cloudflare: string | undefined;
  /** Image Factory API. */
  readonly imageFactory: string;
}

/** What the `hearth:endpoints` config key may replace. */
export const endpointOverrideSchema = z.strictObject({
  kubernetes: z.url({ protocol: /^https$/ }).optional(),
  nodes: z.record(z.string(), z.string()).optional(),
  cloudflare: z.url({ protocol: /^https?$/ }).optional(),
  imageFactory: z.url({ protocol: /^https?$/ }).optional(),
});
/** What the config key holds, checked. */
export type EndpointOverride = z.output<typeof endpointOverrideSchema>;

/** The endpoints that follow from the spec, with what the override replaces. */
export function endpointsOf(spec: ClusterSpec, override: EndpointOverride = {}): Endpoints {
  const nodes = Object.entries(spec.nodes).map(([name, node]) => [
    name,
    override.nodes?.[name] ?? node.address,
  ]);
  return {
    kubernetes: override.kubernetes ?? `https://${apiAddressOf(spec)}:6443`,
    nodes: Object.fromEntries(nodes) as Record<string, string>,
    cloudflare: override.cloudflare,
    imageFactory: override.imageFactory ?? `https://${spec.talos.imageFactory}`,
  };
}

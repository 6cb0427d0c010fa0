import { suggestion } from "../nearest";
import { tunnelGatewayOf } from "../queries";
import { at } from "../report";
import type { Rule } from "./rule";

/** The tunnel leads to a gateway of the stack, and that gateway is public. */
export const tunnelGateway: Rule = (spec) => {
  const tunnel = spec.ingress.cloudflare?.tunnel;
  if (tunnel === undefined) return [];
  const path = "ingress.cloudflare.tunnel.gateway";
  const gateway = tunnelGatewayOf(spec);
  if (gateway === undefined) {
    return [
      {
        path,
        value: tunnel.gateway,
        message: "is no gateway of this stack",
        remedy: suggestion(tunnel.gateway, Object.keys(spec.gateways)),
      },
    ];
  }
  if (gateway.exposure === "public") return [];
  return [
    {
      path,
      value: tunnel.gateway,
      message: `the tunnel leads from the Internet to a private gateway (${at("gateways", gateway.name, "exposure")})`,
      remedy: 'name a public gateway, or set exposure: "public"',
    },
  ];
};

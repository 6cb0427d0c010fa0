import { tunnelGatewayOf } from "../queries";
import { at } from "../report";
import type { Rule } from "./rule";

/** A gateway that calls itself public is where the tunnel leads; no other way in exists. */
export const publicExposure: Rule = (spec) => {
  const target = tunnelGatewayOf(spec);
  const tunnel = spec.ingress.cloudflare?.tunnel;
  // A tunnel that leads to a wrong gateway is tunnel-gateway's.
  if (tunnel !== undefined && target?.exposure !== "public") return [];
  return Object.values(spec.gateways).flatMap(({ name, exposure }) =>
    exposure === "private" || target?.name === name
      ? []
      : [
          {
            path: at("gateways", name, "exposure"),
            value: exposure,
            message:
              tunnel === undefined
                ? "nothing leads there from the Internet, since the stack has no tunnel"
                : `nothing leads there from the Internet, since the tunnel leads to ${tunnel.gateway} (ingress.cloudflare.tunnel.gateway)`,
            remedy: 'set exposure: "private", or let ingress.cloudflare.tunnel lead there',
          },
        ],
  );
};

import type { Rule } from "./rule";

/** The domain lies in the Cloudflare zone. */
export const cloudflareZone: Rule = ({ domain, ingress }) => {
  const zone = ingress.cloudflare?.zone;
  if (zone === undefined || domain === zone || domain.endsWith(`.${zone}`)) return [];
  return [
    {
      path: "ingress.cloudflare.zone",
      value: zone,
      message: `the domain ${domain} (domain) does not lie in this zone`,
      remedy: "name the zone that holds the domain, or leave it out",
    },
  ];
};

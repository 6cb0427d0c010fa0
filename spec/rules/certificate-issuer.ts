import type { Rule } from "./rule";

/**
 * Let's Encrypt signs the wildcard certificate by a DNS-01 challenge, which Cloudflare answers.
 * https://letsencrypt.org/docs/challenge-types/#dns-01-challenge
 */
export const certificateIssuer: Rule = ({ ingress }) => {
  const { issuer } = ingress.certificates;
  if (issuer === "self-signed" || ingress.cloudflare !== undefined) return [];
  return [
    {
      path: "ingress.certificates.issuer",
      value: issuer,
      message: "needs Cloudflare for the DNS challenge, and the stack has none",
      remedy: 'add ingress.cloudflare, or set issuer: "self-signed"',
    },
  ];
};

/**
 * Annotations that external-dns reads.
 * https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
 */

/** Host to publish, on objects that have no host field. */
export const DNS_HOSTNAME = "external-dns.alpha.kubernetes.io/hostname";

/** What a published host points to; on a Gateway, for all its routes. */
export const DNS_TARGET = "external-dns.alpha.kubernetes.io/target";

/** Whether Cloudflare's proxy answers for the host. */
export const DNS_PROXIED = "external-dns.alpha.kubernetes.io/cloudflare-proxied";

import { z } from "zod";
import { addressRange, cidr, dnsLabel, domainName, host, ipv4 } from "./primitives";

/** A tagged network that some nodes carry besides the LAN, e.g. for IoT devices or VPN egress. */
const vlan = z
  .strictObject({
    id: z.int().min(1).max(4094).describe("802.1Q tag"),
    cidr: cidr.describe("Addresses of the VLAN"),
    gateway: ipv4.describe("Router of the VLAN"),
    purpose: z.string().describe("What it is for, one line"),
    egress: z
      .enum(["default", "public"])
      .default("default")
      .describe(
        "What an attached pod routes through the VLAN: everything (default) or only public addresses (public)",
      ),
  })
  .describe("A VLAN that pods may attach to");

const bgpPeer = z.strictObject({
  address: ipv4.describe("Router that accepts the routes"),
  asn: z.int().min(1).max(4294967295).describe("Its autonomous system number"),
});

/** How load-balancer addresses become known on the LAN. */
const advertisement = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("l2").describe("ARP answers from one node an address"),
    interfaces: z
      .array(z.string())
      .optional()
      .describe("Regular expressions of interfaces that announce; every interface where absent"),
  }),
  z.strictObject({
    mode: z.literal("bgp").describe("Routes to a router, spread over nodes by ECMP"),
    localAsn: z.int().min(1).max(4294967295).describe("Autonomous system number of the cluster"),
    peers: z.array(bgpPeer).min(1).describe("Routers that the nodes speak BGP with"),
  }),
]);

/** All addresses of a cluster. */
export const networkSchema = z
  .strictObject({
    lan: z
      .strictObject({
        cidr: cidr.describe("Network that nodes and load-balancer addresses live in"),
        gateway: ipv4.describe("Default router"),
        dhcp: addressRange
          .optional()
          .describe("Range that the DHCP server hands out freely; no fixed address may lie in it"),
        reserved: z
          .record(dnsLabel, ipv4)
          .default({})
          .describe("Addresses of other devices in the LAN (router, NAS, switches), by name"),
        interface: z
          .string()
          .default("physical")
          .describe("How Cilium finds the LAN device: `physical`, or a pattern such as `bond+`"),
      })
      .describe("The home network"),
    pods: cidr.default("10.244.0.0/16").describe("Addresses of pods"),
    services: cidr.default("10.96.0.0/12").describe("Cluster IPs of Services"),
    vip: ipv4
      .optional()
      .describe(
        "Address of the Kubernetes API that moves between control planes (Talos Layer 2 VIP)",
      ),
    vlans: z.record(dnsLabel, vlan).default({}).describe("VLANs that pods may attach to, by name"),
    nameservers: z
      .array(ipv4)
      .default([])
      .describe("DNS servers of the nodes; those from DHCP where empty"),
    ntp: z.array(host).default(["time.cloudflare.com"]).describe("Time servers of the nodes"),
    loadBalancer: z
      .strictObject({
        range: addressRange.describe("Addresses that Services of type LoadBalancer get"),
        algorithm: z
          .enum(["maglev", "random"])
          .default("maglev")
          .describe("How Cilium picks a backend"),
        mode: z
          .enum(["dsr", "snat"])
          .default("dsr")
          .describe(
            "Path of the answer: straight from the backend (dsr) or back through the receiving node (snat); docs/network.md says when snat is needed",
          ),
        advertisement: advertisement
          .default({ mode: "l2" })
          .describe("How load-balancer addresses become known on the LAN"),
      })
      .describe("Load-balancer addresses"),
  })
  .describe("Networks and addresses");

/** A Gateway (Gateway API) that routes may attach to. */
export const gatewaySchema = z
  .strictObject({
    address: ipv4.describe("Its load-balancer address"),
    exposure: z
      .enum(["public", "private"])
      .describe(
        "Whether the Internet reaches it through the tunnel (public) or only LAN and VPN (private)",
      ),
    target: z
      .string()
      .optional()
      .describe(
        "Label of the DNS name that records of its routes point to; the gateway's name where absent",
      ),
    proxied: z
      .boolean()
      .optional()
      .describe(
        "Whether its public records go through Cloudflare's proxy; true for public gateways",
      ),
    replicas: z.int().min(1).max(9).default(2).describe("Envoy proxies"),
    http3: z.boolean().default(true).describe("Whether it answers HTTP/3"),
  })
  .describe("A gateway");

/** The hop between cloudflared and the public gateway. */
const reverseProxy = z
  .strictObject({
    address: ipv4.describe("Load-balancer address of the nginx reverse proxy"),
  })
  .describe("nginx between cloudflared and the public gateway; none where absent");

/** Public DNS and the tunnel of the cluster. */
export const ingressSchema = z
  .strictObject({
    cloudflare: z
      .strictObject({
        zone: domainName
          .optional()
          .describe("Zone that holds the domain; the domain itself where absent"),
        tunnel: z
          .strictObject({
            name: dnsLabel
              .optional()
              .describe("Name of the tunnel; the cluster's name where absent"),
            gateway: z.string().default("external").describe("Gateway that the tunnel leads to"),
            reverseProxy: reverseProxy.optional(),
            replicas: z.int().min(1).max(9).default(2).describe("cloudflared pods"),
          })
          .optional()
          .describe("Cloudflare tunnel; nothing is reachable from the Internet where absent"),
        access: z
          .record(
            z.string(),
            z.strictObject({
              emails: z.array(z.email()).default([]).describe("People who may enter"),
              emailDomains: z.array(domainName).default([]).describe("Mail domains that may enter"),
              sessionHours: z
                .int()
                .min(1)
                .max(720)
                .default(24)
                .describe("Hours until the next login"),
            }),
          )
          .default({})
          .describe("Cloudflare Access in front of an app's public hosts, by app"),
      })
      .optional()
      .describe("Cloudflare account; no tunnel and no public DNS where absent"),
    splitDns: z
      .discriminatedUnion("provider", [
        z.strictObject({
          provider: z.literal("unifi").describe("Local DNS records of a UniFi gateway"),
          controller: host.describe("UniFi controller"),
        }),
      ])
      .optional()
      .describe("DNS server of the LAN that learns the hosts of all gateways"),
    certificates: z
      .strictObject({
        issuer: z
          .enum(["letsencrypt-production", "letsencrypt-staging", "self-signed"])
          .default("letsencrypt-production")
          .describe("Who signs the wildcard certificate of the gateways"),
        email: z.email().optional().describe("Contact that Let's Encrypt warns"),
      })
      .prefault({})
      .describe("Certificates of the gateways"),
    tailscale: z
      .strictObject({
        hostname: dnsLabel
          .optional()
          .describe("Name in the tailnet; the cluster's name where absent"),
        exitNode: z
          .boolean()
          .default(true)
          .describe("Whether devices may send all traffic through it"),
        routes: z
          .array(cidr)
          .optional()
          .describe("Networks that it routes; LAN, pods and services where absent"),
      })
      .optional()
      .describe("Tailscale subnet router"),
  })
  .describe("How people reach the cluster");

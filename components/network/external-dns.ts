import type { ClusterSpec } from "../../spec/cluster";
import { imageRef, type ImageName } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { DNS_LABEL, NETWORK_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { DNS_PROXIED } from "./dns-annotations";
import { directGateways, publishedStreams } from "./dns-publication";

const CLOUDFLARE = "external-dns";
const UNIFI = "external-dns-unifi";
const TOKEN = { secret: "external-dns-cloudflare", key: "api-token" } as const;
const API_KEY = { secret: "external-dns-unifi", key: "api-key" } as const;

const LABEL_FILTER = Object.entries(DNS_LABEL)
  .map(([key, value]) => `${key}=${value}`)
  .join(",");

const ENDPOINT_CRD = {
  apiVersion: "externaldns.k8s.io/v1alpha1",
  kind: "DNSEndpoint",
  plural: "dnsendpoints",
  scope: "Namespaced",
} as const;

/** A DNSEndpoint, as far as it is used here. */
interface DnsEndpoint extends KubernetesObject {
  readonly apiVersion: "externaldns.k8s.io/v1alpha1";
  readonly kind: "DNSEndpoint";
  readonly spec: {
    readonly endpoints: readonly {
      readonly dnsName: string;
      readonly recordType: "A" | "CNAME";
      readonly targets: readonly string[];
      readonly providerSpecific?: readonly { readonly name: string; readonly value: string }[];
    }[];
  };
}

/** Public DNS at Cloudflare: the hosts of published gateways, which point to the gateway's name. */
export function externalDnsBundle(spec: ClusterSpec): Bundle | undefined {
  if (spec.ingress.cloudflare === undefined) return undefined;
  return {
    layer: "network",
    component: "ExternalDns",
    name: CLOUDFLARE,
    namespaces: [{ name: NETWORK_NAMESPACE }],
    secrets: [
      {
        name: TOKEN.secret,
        namespace: NETWORK_NAMESPACE,
        values: { [TOKEN.key]: "{{cloudflareApiToken}}" },
      },
    ],
    charts: [
      {
        name: CLOUDFLARE,
        chart: "external-dns",
        namespace: NETWORK_NAMESPACE,
        values: {
          ...commonValues(spec),
          provider: { name: "cloudflare" },
          // It takes a zone only if the filter matches the zone's own name, so a domain below its
          // zone is no filter here (provider/cloudflare/cloudflare.go, Zones). Owners keep the
          // records of others in the zone safe.
          domainFilters: [spec.ingress.cloudflare.zone ?? spec.domain],
          env: [secretVariable("CF_API_TOKEN", TOKEN)],
          sources: [
            "crd",
            "gateway-httproute",
            ...publishedStreams(spec).map((protocol) => `gateway-${protocol.toLowerCase()}route`),
          ],
          txtPrefix: "k8s.",
          extraArgs: {
            // Gateways that are not published carry no label.
            "gateway-label-filter": LABEL_FILTER,
            // Fewer requests for a zone with many records; 5000 is the most.
            "cloudflare-dns-records-per-page": 1000,
          },
        },
        needs: [`secret:${NETWORK_NAMESPACE}/${TOKEN.secret}`, ...gatewayCrds],
        brings: {
          crds: [ENDPOINT_CRD],
          workloads: [{ kind: "Deployment", name: CLOUDFLARE, replicas: 1 }],
          provides: [`app:${CLOUDFLARE}`],
        },
      },
    ],
    objects: directGateways(spec).map(({ target, address, name }): DnsEndpoint => ({
      apiVersion: ENDPOINT_CRD.apiVersion,
      kind: ENDPOINT_CRD.kind,
      metadata: { name: `gateway-${name}`, namespace: NETWORK_NAMESPACE, labels: DNS_LABEL },
      spec: {
        endpoints: [
          {
            dnsName: target,
            recordType: "A",
            targets: [address],
            providerSpecific: [{ name: DNS_PROXIED, value: "false" }],
          },
        ],
      },
    })),
  };
}

/** The LAN's DNS at the UniFi gateway: the hosts of all gateways, and Services with a host. */
export function externalDnsUnifiBundle(spec: ClusterSpec): Bundle | undefined {
  const { splitDns } = spec.ingress;
  if (splitDns === undefined) return undefined;
  const [repository, tag] = imageParts("ghcr.io/kashalls/external-dns-unifi-webhook");
  return {
    layer: "network",
    component: "ExternalDnsUnifi",
    name: UNIFI,
    namespaces: [{ name: NETWORK_NAMESPACE }],
    secrets: [
      {
        name: API_KEY.secret,
        namespace: NETWORK_NAMESPACE,
        values: { [API_KEY.key]: "{{unifiApiKey}}" },
      },
    ],
    charts: [
      {
        name: UNIFI,
        chart: "external-dns",
        namespace: NETWORK_NAMESPACE,
        values: {
          ...commonValues(spec),
          provider: {
            name: "webhook",
            webhook: {
              image: { repository, tag },
              env: [
                { name: "UNIFI_HOST", value: `https://${splitDns.controller}` },
                // UniFi OS consoles serve a certificate of their own.
                { name: "UNIFI_SKIP_TLS_VERIFY", value: "true" },
                secretVariable("UNIFI_API_KEY", API_KEY),
              ],
              livenessProbe: { httpGet: { path: "/healthz", port: "http-webhook" } },
              readinessProbe: { httpGet: { path: "/readyz", port: "http-webhook" } },
              resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
            },
          },
          sources: ["gateway-httproute", "gateway-tcproute", "gateway-udproute", "service"],
          txtPrefix: `k8s.${spec.name}.`,
        },
        needs: [`secret:${NETWORK_NAMESPACE}/${API_KEY.secret}`, ...gatewayCrds],
        // The chart's CRD comes with the other instance, where there is one.
        skipCrds: spec.ingress.cloudflare !== undefined,
        brings: {
          ...(spec.ingress.cloudflare === undefined ? { crds: [ENDPOINT_CRD] } : {}),
          workloads: [{ kind: "Deployment", name: UNIFI, replicas: 1 }],
          provides: [`app:${UNIFI}`],
        },
      },
    ],
  };
}

/** Without the Gateway API served, external-dns ends at once. */
const gatewayCrds = [
  "crd:gateway.networking.k8s.io/Gateway",
  "crd:gateway.networking.k8s.io/HTTPRoute",
] as const;

/** What both instances share. Records are removed with their routes; owners keep clusters apart. */
function commonValues(spec: ClusterSpec): Record<string, unknown> {
  return {
    domainFilters: [spec.domain],
    labelFilter: LABEL_FILTER,
    policy: "sync",
    registry: "txt",
    txtOwnerId: spec.name,
    triggerLoopOnEvent: true,
    interval: "5m",
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  };
}

function secretVariable(name: string, { secret, key }: { secret: string; key: string }) {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

function imageParts(name: ImageName): [string, string] {
  return [name, imageRef(name).slice(name.length + 1)];
}

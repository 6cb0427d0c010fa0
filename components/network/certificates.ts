import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IClusterIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { NETWORK_NAMESPACE, wildcardSecret } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { CERT_MANAGER_NAMESPACE } from "./cert-manager";

/** Secret with the API token that writes the challenge records. */
const TOKEN_SECRET = { name: "cert-manager-cloudflare", key: "api-token" } as const;

/** ACME directories of Let's Encrypt. https://letsencrypt.org/docs/staging-environment/ */
const DIRECTORIES = {
  "letsencrypt-production": "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

/** Issuers, and the wildcard certificate that all gateways serve. */
export function certificatesBundle(spec: ClusterSpec): Bundle {
  const selfSigned = spec.ingress.certificates.issuer === "self-signed";
  return {
    layer: "network",
    component: "Certificates",
    name: "certificates",
    namespaces: [{ name: CERT_MANAGER_NAMESPACE }, { name: NETWORK_NAMESPACE }],
    ...(selfSigned
      ? {}
      : {
          secrets: [
            {
              name: TOKEN_SECRET.name,
              namespace: CERT_MANAGER_NAMESPACE,
              values: { [TOKEN_SECRET.key]: "{{cloudflareApiToken}}" },
            },
          ],
        }),
    objects: [
      ...(selfSigned ? [selfSignedIssuer()] : acmeIssuers(spec)),
      {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: "wildcard", namespace: NETWORK_NAMESPACE },
        spec: {
          secretName: wildcardSecret(spec.domain),
          dnsNames: [spec.domain, `*.${spec.domain}`],
          issuerRef: {
            group: "cert-manager.io",
            kind: "ClusterIssuer",
            name: spec.ingress.certificates.issuer,
          },
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        },
      } satisfies ICertificate & KubernetesObject,
    ],
  };
}

function selfSignedIssuer(): KubernetesObject {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: "self-signed" },
    spec: { selfSigned: {} },
  } satisfies IClusterIssuer & KubernetesObject;
}

/** Both directories, so that a stack may change from staging to production in one word. */
function acmeIssuers(spec: ClusterSpec): KubernetesObject[] {
  const { email } = spec.ingress.certificates;
  const zone = spec.ingress.cloudflare?.zone ?? spec.domain;
  return Object.entries(DIRECTORIES).map(
    ([name, server]) =>
      ({
        apiVersion: "cert-manager.io/v1",
        kind: "ClusterIssuer",
        metadata: { name },
        spec: {
          acme: {
            server,
            ...(email === undefined ? {} : { email }),
            privateKeySecretRef: { name: `${name}-account` },
            solvers: [
              {
                selector: { dnsZones: [zone] },
                dns01: {
                  cloudflare: {
                    apiTokenSecretRef: { name: TOKEN_SECRET.name, key: TOKEN_SECRET.key },
                  },
                },
              },
            ],
          },
        },
      }) satisfies IClusterIssuer & KubernetesObject,
  );
}

import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IClusterIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer";
import type { Bundle } from "../contracts/bundle";
import { SECURITY_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/** Secret with the key that signs tokens, as `tls.key`. */
export const SIGNING_KEY = "authelia-signing-key";

/**
 * The key that Authelia signs tokens with. cert-manager makes it, because only an RSA key will do,
 * which neither a person has to make nor a store of random text can. The certificate around it is of
 * no use to anyone; the key stays when it is renewed, so that no login ends with it.
 */
export function signingKeyBundle(): Bundle {
  const issuer = {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: SIGNING_KEY },
    spec: { selfSigned: {} },
  } satisfies IClusterIssuer & KubernetesObject;
  const certificate = {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: SIGNING_KEY, namespace: SECURITY_NAMESPACE },
    spec: {
      secretName: SIGNING_KEY,
      commonName: SIGNING_KEY,
      duration: "8760h0m0s",
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: SIGNING_KEY },
      privateKey: { algorithm: "RSA", encoding: "PKCS8", size: 2048, rotationPolicy: "Never" },
    },
  } satisfies ICertificate & KubernetesObject;
  return {
    layer: "identity",
    component: "SigningKey",
    name: SIGNING_KEY,
    namespaces: [{ name: SECURITY_NAMESPACE }],
    objects: [issuer, certificate],
  };
}

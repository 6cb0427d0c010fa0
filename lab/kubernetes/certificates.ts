/**
 * Issues X.509 certificates: the leaves of the simulated cluster's authorities, and authorities
 * of their own where nothing else makes them.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  webcrypto,
  type KeyObject,
} from "node:crypto";
import { isIP } from "node:net";
// Has to be loaded before @peculiar/x509, which resolves its parts by reflection.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A certificate and its private key, both PEM (PKCS #8 for the key). */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** What a leaf certificate is for. */
export interface LeafRequest {
  readonly commonName: string;
  /** Kubernetes takes these as the user's groups. */
  readonly organizations?: readonly string[];
  /** DNS names and IP addresses; a server certificate needs at least one. */
  readonly names?: readonly string[];
  readonly usages: readonly ("server" | "client")[];
}

/** Validity of what the lab issues, in days. The lab makes leaves anew at each start. */
const DAYS = 365;

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

/** A self-signed ECDSA P-256 authority, as Talos makes them. */
export async function createAuthority(commonName: string): Promise<CertificatePair> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keys = { privateKey: await signer(privateKey), publicKey: await verifier(privateKey) };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: distinguishedName(commonName, []),
    keys,
    signingAlgorithm: ecdsa,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: keyPem(privateKey) };
}

/**
 * A leaf with a fresh ECDSA P-256 key, signed by `authority` (ECDSA or RSA).
 *
 * @throws Error when the authority's PEM cannot be read
 */
export async function issue(
  authority: CertificatePair,
  request: LeafRequest,
): Promise<CertificatePair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const authorityKey = createPrivateKey(authority.key);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const usages = {
    server: x509.ExtendedKeyUsage.serverAuth,
    client: x509.ExtendedKeyUsage.clientAuth,
  };
  const names = (request.names ?? []).map((name) => ({
    type: isIP(name) === 0 ? ("dns" as const) : ("ip" as const),
    value: name,
  }));
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(),
    subject: distinguishedName(request.commonName, request.organizations ?? []),
    issuer: issuer.subject,
    publicKey: await verifier(privateKey),
    signingKey: await signer(authorityKey),
    signingAlgorithm: signingAlgorithm(authorityKey),
    extensions: [
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      new x509.ExtendedKeyUsageExtension(request.usages.map((usage) => usages[usage])),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  return { certificate: pem(certificate), key: keyPem(privateKey) };
}

function validity(): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    // A positive integer: the top bit stays clear.
    serialNumber: `00${randomBytes(15).toString("hex")}`,
    // Clocks differ by a little.
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + DAYS * 86_400_000),
  };
}

function distinguishedName(commonName: string, organizations: readonly string[]): x509.JsonName {
  const parts: x509.JsonName = organizations.map((each) => ({ O: [each] }));
  return [...parts, { CN: [commonName] }];
}

function signingAlgorithm(key: KeyObject): { name: string; hash: string } {
  return key.asymmetricKeyType === "rsa"
    ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }
    : { name: "ECDSA", hash: "SHA-256" };
}

async function signer(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = key.export({ type: "pkcs8", format: "der" });
  const algorithm =
    key.asymmetricKeyType === "rsa"
      ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }
      : { name: "ECDSA", namedCurve: curveOf(key) };
  return webcrypto.subtle.importKey("pkcs8", der, algorithm, true, ["sign"]);
}

async function verifier(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return webcrypto.subtle.importKey("spki", der, ecdsa, true, ["verify"]);
}

function curveOf(key: KeyObject): string {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  return { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" }[curve ?? ""] ?? "P-256";
}

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString("pem")}\n`;
const keyPem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

import { createAuthority, issue, type CertificatePair } from "../../kubernetes/certificates";
import type { KubeObject } from "../../kubernetes/client";
import { conditionsOf, isTrue, mergeConditions, observed } from "./conditions";
import { core, type Kind } from "./kinds";
import { Operator } from "./operators";
import type { Controller } from "./runtime";

const group = "cert-manager.io";
const certificates: Kind = { group, plural: "certificates" };
const issuers: Kind = { group, plural: "issuers" };
const clusterIssuers: Kind = { group, plural: "clusterissuers" };

interface CertificateSpec {
  secretName: string;
  commonName?: string;
  dnsNames?: string[];
  ipAddresses?: string[];
  issuerRef: { name: string; kind?: string };
  isCA?: boolean;
  secretTemplate?: { labels?: Record<string, string>; annotations?: Record<string, string> };
}

interface AcmeSolver {
  dns01?: { cloudflare?: { apiTokenSecretRef?: { name: string; key?: string } } };
}

/**
 * Stands in for cert-manager and the ACME server behind it: issuers become Ready when the Secrets
 * of their DNS solvers exist, and a Certificate of a Ready issuer gets a real certificate, signed
 * by an authority that the lab makes at each start. Nothing is asked of Let's Encrypt.
 */
export const certManager: Controller = {
  name: "cert-manager",
  start(runtime) {
    const operator = new Operator(runtime, /cert-manager$/);
    const secrets = runtime.store(core.secrets);
    let authority: Promise<CertificatePair> | undefined;

    for (const kind of [issuers, clusterIssuers]) {
      const queue = runtime.on("cert-manager", kind, async (issuer, { deleted }) => {
        if (deleted || !operator.running()) return;
        const missing = tokensOf(issuer).filter(
          (name) =>
            !secrets
              .all()
              .some(
                ({ metadata }) =>
                  metadata.name === name &&
                  (kind === clusterIssuers || metadata.namespace === issuer.metadata.namespace),
              ),
        );
        const ready = missing.length === 0;
        await runtime.status(kind, issuer, {
          conditions: mergeConditions(conditionsOf(issuer), [
            {
              type: "Ready",
              status: ready ? "True" : "False",
              reason: ready ? "IsReady" : "ErrGetSecret",
              message: ready ? "Ready" : `secret "${missing.join(", ")}" not found`,
              ...observed(issuer),
            },
          ]),
        });
      });
      operator.wakes(queue);
      runtime.requeue(core.secrets, queue);
    }

    const queue = runtime.on("cert-manager", certificates, async (certificate, { deleted }) => {
      const { namespace } = certificate.metadata;
      if (deleted || namespace === undefined || !operator.running()) return;
      const spec = certificate.spec as CertificateSpec;
      const issuer =
        spec.issuerRef.kind === "ClusterIssuer"
          ? runtime.store(clusterIssuers).get(spec.issuerRef.name)
          : runtime.store(issuers).get(spec.issuerRef.name, namespace);
      const condition = (ready: boolean, reason: string, message: string): object => ({
        conditions: mergeConditions(conditionsOf(certificate), [
          {
            type: "Ready",
            status: ready ? "True" : "False",
            reason,
            message,
            ...observed(certificate),
          },
        ]),
      });
      if (issuer === undefined || !isTrue(issuer, "Ready")) {
        const message = `Referenced issuer ${spec.issuerRef.name} is not Ready`;
        return runtime.status(
          certificates,
          certificate,
          condition(false, "IssuerNotReady", message),
        );
      }
      if (!secrets.get(spec.secretName, namespace)) {
        authority ??= createAuthority("Hearth lab certificate authority");
        await runtime.apply(core.secrets, await secretFor(certificate, await authority));
      }
      const now = Date.now();
      const day = 86_400_000;
      const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
      const { notAfter } = (certificate.status ?? {}) as { notAfter?: string };
      await runtime.status(certificates, certificate, {
        ...condition(true, "Ready", "Certificate is up to date and has not expired"),
        ...(notAfter
          ? {}
          : {
              notBefore: iso(now),
              notAfter: iso(now + 90 * day),
              renewalTime: iso(now + 60 * day),
              revision: 1,
            }),
      });
    });
    operator.wakes(queue);
    for (const kind of [issuers, clusterIssuers, core.secrets]) runtime.requeue(kind, queue);
  },
};

/** Secrets that the issuer's DNS solvers read. */
function tokensOf(issuer: KubeObject): string[] {
  const { acme } = issuer.spec as { acme?: { solvers?: AcmeSolver[] } };
  return (acme?.solvers ?? []).flatMap(
    ({ dns01 }) => dns01?.cloudflare?.apiTokenSecretRef?.name ?? [],
  );
}

async function secretFor(certificate: KubeObject, authority: CertificatePair): Promise<KubeObject> {
  const spec = certificate.spec as CertificateSpec;
  const names = [...(spec.dnsNames ?? []), ...(spec.ipAddresses ?? [])];
  const leaf = spec.isCA
    ? await createAuthority(spec.commonName ?? certificate.metadata.name)
    : await issue(authority, {
        commonName: spec.commonName ?? names[0] ?? certificate.metadata.name,
        names,
        usages: ["server", "client"],
      });
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: {
      name: spec.secretName,
      ...(certificate.metadata.namespace ? { namespace: certificate.metadata.namespace } : {}),
      labels: { "controller.cert-manager.io/fao": "true", ...spec.secretTemplate?.labels },
      annotations: {
        "cert-manager.io/certificate-name": certificate.metadata.name,
        "cert-manager.io/issuer-name": spec.issuerRef.name,
        "cert-manager.io/issuer-kind": spec.issuerRef.kind ?? "Issuer",
        ...spec.secretTemplate?.annotations,
      },
    },
    stringData: {
      "tls.crt": leaf.certificate,
      "tls.key": leaf.key,
      "ca.crt": spec.isCA ? leaf.certificate : authority.certificate,
    },
  };
}

import type { CertificatePair } from "./certificates";

/** A kubeconfig, as JSON, which is YAML too. Holds a private key: write it with mode 0600. */
export function kubeconfig(
  server: string,
  caCertificate: string,
  user: CertificatePair,
  name = "lab",
): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server, "certificate-authority-data": base64(caCertificate) } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: {
          "client-certificate-data": base64(user.certificate),
          "client-key-data": base64(user.key),
        },
      },
    ],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

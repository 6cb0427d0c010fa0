import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { createAuthority, issue } from "../../lab/kubernetes/certificates";

/** What the fake API answers at a path; a path that is not listed is 404. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A Kubernetes API on loopback that asks for a client certificate and says what it is told to. */
export interface FakeApi {
  readonly kubeconfig: string;
  /** Text that is in the kubeconfig and nowhere else: must not be seen anywhere. */
  readonly secret: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** Changes what a path (without query) answers. */
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig for a server; the same form as Talos writes. */
export function kubeconfigOf(server: string, ca: string, cert: string, key: string): string {
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    `- {name: made-up, cluster: {server: "${server}", certificate-authority-data: ${base64(ca)}}}`,
    "users:",
    `- {name: admin@made-up, user: {client-certificate-data: ${base64(cert)}, client-key-data: ${base64(key)}}}`,
    "contexts:",
    "- {name: admin@made-up, context: {cluster: made-up, user: admin@made-up}}",
    "current-context: admin@made-up",
    "",
  ].join("\n");
}

/** Starts a fake API on a free port. */
export async function fakeApi(): Promise<FakeApi> {
  const authority = await createAuthority("made-up");
  const leaf = await issue(authority, {
    commonName: "kubernetes",
    names: ["127.0.0.1"],
    usages: ["server"],
  });
  const client = await issue(authority, { commonName: "admin", usages: ["client"] });
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const server: Server = createServer(
    {
      ca: authority.certificate,
      cert: leaf.certificate,
      key: leaf.key,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const url = request.url ?? "";
      requests.push(url);
      const known = (request.socket as TLSSocket).authorized;
      const answer = answers.get(url.split("?")[0] ?? "");
      const { status, body } =
        answer !== undefined && known ? answer : { status: known ? 404 : 401, body: {} };
      response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    kubeconfig: kubeconfigOf(
      `https://127.0.0.1:${String(port)}`,
      authority.certificate,
      client.certificate,
      client.key,
    ),
    secret: base64(client.key),
    requests,
    answer: (path, answer) => answers.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A node object with its Ready condition. */
export function node(name: string, ready: "True" | "False", reason: string): unknown {
  return { metadata: { name }, status: { conditions: [{ type: "Ready", status: ready, reason }] } };
}

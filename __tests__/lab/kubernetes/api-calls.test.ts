import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TLSSocket } from "node:tls";
import { apiCalls } from "../../../lab/kubernetes/api-calls";
import { createAuthority, issue, type CertificatePair } from "../../../lab/kubernetes/certificates";
import { Faults, type Fault } from "../../../lab/simulator/faults";
import { proxy, type TcpProxy } from "../../../lab/simulator/tcp-proxy";
import { choosePorts } from "../../../lab/supervisor/ports";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the API server behind the proxy saw of a call. */
interface Seen {
  readonly call: string;
  readonly user: unknown;
  readonly groups: unknown;
  readonly token: unknown;
  /** Common name of the certificate of whoever called. */
  readonly peer: unknown;
  readonly body: string;
}

describe("calls to the API server through the proxy", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "hearth-api-calls-"));
  const faultFile = path.join(dir, "kubernetes.json");
  let authority: CertificatePair;
  let admin: CertificatePair;
  let api: Server;
  let port: number;
  let front: TcpProxy;

  beforeAll(async () => {
    authority = await createAuthority("kubernetes");
    const aggregator = await createAuthority("aggregator");
    const usages = { names: ["127.0.0.1", "localhost"], usages: ["server"] as const };
    const server = await issue(authority, { commonName: "kube-apiserver", ...usages });
    const proxyClient = await issue(aggregator, { commonName: "front-proxy", usages: ["client"] });
    admin = await issue(authority, {
      commonName: "admin",
      organizations: ["system:masters", "people"],
      usages: ["client"],
    });
    const files = {
      "ca.crt": authority.certificate,
      "apiserver.crt": server.certificate,
      "apiserver.key": server.key,
      "front-proxy.crt": proxyClient.certificate,
      "front-proxy.key": proxyClient.key,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
    api = createServer(
      {
        cert: server.certificate,
        key: server.key,
        ca: [aggregator.certificate, authority.certificate],
        requestCert: true,
        rejectUnauthorized: false,
      },
      (call, response) => {
        let body = "";
        call.on("data", (chunk: Buffer) => (body += chunk.toString()));
        call.on("end", () => {
          const certificate = (call.socket as TLSSocket).getPeerCertificate();
          const seen: Seen = {
            call: `${String(call.method)} ${String(call.url)}`,
            user: call.headers["x-remote-user"],
            groups: call.headers["x-remote-group"],
            token: call.headers.authorization,
            peer: Object.keys(certificate).length === 0 ? undefined : certificate.subject.CN,
            body,
          };
          response.end(JSON.stringify(seen));
        });
      },
    );
    await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
    const target = (api.address() as AddressInfo).port;
    ({ proxy: port } = await choosePorts(path.join(dir, "ports.json"), ["proxy"]));
    const faults = new Faults(faultFile);
    front = await proxy(port, target, faults, apiCalls(faults, dir, target));
  });
  afterAll(async () => {
    await front.stop();
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
    rmSync(dir, { recursive: true });
  });

  const setFaults = (faults: readonly Fault[]) => writeFileSync(faultFile, JSON.stringify(faults));
  const ask = (
    method: string,
    url: string,
    {
      user,
      headers = {},
      body,
    }: { user?: CertificatePair; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = request(
        {
          host: "127.0.0.1",
          port,
          method,
          path: url,
          ca: authority.certificate,
          headers,
          agent: false,
          ...(user === undefined ? {} : { cert: user.certificate, key: user.key }),
        },
        (response) => {
          let text = "";
          response.on("data", (chunk: Buffer) => (text += chunk.toString()));
          response.on("error", reject);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          );
        },
      );
      call.on("error", reject).end(body);
    });
  const seen = async (...args: Parameters<typeof ask>): Promise<Seen> =>
    JSON.parse((await ask(...args)).body) as Seen;

  it("passes connections on untouched where no fault is about calls", async () => {
    setFaults([]);
    expect(await seen("GET", "/version", { user: admin })).toEqual({
      call: "GET /version",
      peer: "admin",
      body: "",
    });
  });

  it("refuses as Priority and Fairness does, over the API server's own TLS", async () => {
    setFaults([{ mode: "status", status: 429, method: "PATCH", times: 1 }]);
    const { status, headers, body } = await ask("PATCH", "/api/v1/nodes/a", { user: admin });
    expect({ status, body }).toEqual({
      status: 429,
      body: "Too many requests, please try again later.\n",
    });
    expect(headers["retry-after"]).toBe("1");
    expect(await seen("PATCH", "/api/v1/nodes/a", { user: admin })).toMatchObject({
      call: "PATCH /api/v1/nodes/a",
    });
  });

  it("refuses with a Status object otherwise", async () => {
    setFaults([{ mode: "status", status: 500, path: "/secrets" }]);
    const { status, body } = await ask("POST", "/api/v1/namespaces/a/secrets", { user: admin });
    expect(status).toBe(500);
    expect(JSON.parse(body)).toMatchObject({
      kind: "Status",
      status: "Failure",
      reason: "InternalServerError",
      code: 500,
    });
  });

  it("tells the API server who calls, as an authenticating proxy", async () => {
    setFaults([{ mode: "status", path: "/other" }]);
    const headers = { "x-remote-user": "somebody-else", "x-remote-extra-a": "b" };
    expect(
      await seen("POST", "/api/v1/pods?dryRun=All", { user: admin, headers, body: "{}" }),
    ).toEqual({
      call: "POST /api/v1/pods?dryRun=All",
      user: "admin",
      groups: "system:masters, people",
      peer: "front-proxy",
      body: "{}",
    });
  });

  it("says nothing of who calls without a certificate that the cluster signed", async () => {
    setFaults([{ mode: "status", path: "/other" }]);
    const headers = { "x-remote-user": "admin", authorization: "Bearer made-up" };
    const stranger = await issue(await createAuthority("other"), {
      commonName: "admin",
      organizations: ["system:masters"],
      usages: ["client"],
    });
    for (const user of [{}, { user: stranger }]) {
      const call = await seen("GET", "/api", { headers, ...user });
      expect(call).toEqual({ call: "GET /api", token: "Bearer made-up", body: "" });
    }
  });

  it.each(["refuse", "drop"] as const)("can %s a single call", async (mode) => {
    setFaults([{ mode, method: "DELETE", times: 1 }]);
    await expect(ask("DELETE", "/a", { user: admin })).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await seen("DELETE", "/a", { user: admin })).toMatchObject({ call: "DELETE /a" });
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, createServer } from "node:tls";
import { writeCredentials, type CredentialFiles } from "../../../lab/kubernetes/credentials";
import { generatePki, readPki, readSettings } from "../../../lab/kubernetes/pki";

describe("the credentials of a control plane", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "hearth-credentials-"));
  let files: CredentialFiles;

  beforeAll(async () => {
    const pki = path.join(dir, "pki");
    await generatePki(pki, {
      clusterName: "test",
      endpoint: "https://127.0.0.1:6443",
      podSubnets: ["10.244.0.0/16"],
      serviceSubnets: ["10.96.0.0/12"],
      dnsDomain: "cluster.local",
      certSANs: [],
    });
    files = await writeCredentials({
      dir: path.join(dir, "issued"),
      pki: readPki(pki),
      settings: readSettings(pki),
      advertiseAddress: "192.0.2.11",
      server: "https://127.0.0.1:6443",
    });
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each([
    ["etcd", "etcd-ca"],
    ["apiserver", "ca"],
  ] as const)("let a client that trusts the authority trust %s", async (server, authority) => {
    const text = (name: keyof CredentialFiles) => readFileSync(files[name], "utf8");
    const listening = createServer({ cert: text(`${server}.crt`), key: text(`${server}.key`) });
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const { port } = listening.address() as AddressInfo;
    try {
      await new Promise<void>((resolve, reject) => {
        const socket = connect({ host: "127.0.0.1", port, ca: text(`${authority}.crt`) }, () => {
          socket.end();
          resolve();
        }).on("error", reject);
      });
    } finally {
      await new Promise((resolve) => listening.close(resolve));
    }
  });
});

import { X509Certificate, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { createAuthority, issue } from "../../../lab/kubernetes/certificates";

it("issues a server certificate that its authority vouches for", async () => {
  const authority = await createAuthority("kubernetes");
  const leaf = await issue(authority, {
    commonName: "kube-apiserver",
    names: ["127.0.0.1", "kubernetes.default.svc"],
    usages: ["server"],
  });
  const [ca, certificate] = [authority, leaf].map((each) => new X509Certificate(each.certificate));
  expect(certificate?.verify(ca?.publicKey as never)).toBe(true);
  expect(certificate?.checkIssued(ca as never)).toBe(true);
  expect(certificate?.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(certificate?.checkHost("kubernetes.default.svc")).toBe("kubernetes.default.svc");
  expect(certificate?.checkPrivateKey(createPrivateKey(leaf.key))).toBe(true);
  expect(ca?.ca).toBe(true);
  expect(certificate?.ca).toBe(false);
});

it("names user and groups as Kubernetes reads them", async () => {
  const leaf = await issue(await createAuthority("kubernetes"), {
    commonName: "admin",
    organizations: ["system:masters"],
    usages: ["client"],
  });
  expect(new X509Certificate(leaf.certificate).subject).toBe("O=system:masters\nCN=admin");
});

it("signs with a key in the older PEM form that Talos writes", async () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const authority = await createAuthority("etcd");
  const sec1 = createPrivateKey(authority.key).export({ type: "sec1", format: "pem" }).toString();
  expect(sec1).toContain("BEGIN EC PRIVATE KEY");
  const leaf = await issue({ ...authority, key: sec1 }, { commonName: "etcd", usages: ["client"] });
  const ca = new X509Certificate(authority.certificate);
  expect(new X509Certificate(leaf.certificate).verify(ca.publicKey)).toBe(true);
  expect(new X509Certificate(leaf.certificate).checkPrivateKey(privateKey)).toBe(false);
});

import { plainSecrets, secretIn } from "../../../policy/rules/plain-secrets";
import { container, deployment, object, resource } from "../support";

// Put together here, so that no scanner takes this file for a leak.
const GITHUB = `ghp_${"aB3dE6gH9".repeat(4)}`;
const AWS = `AKIA${"ABCDEFGH12345678"}`;
const PEM = ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ");
const RANDOM = "kJ8s2Lq9ZxVb4NmT7wYpR3cD";

describe("no-plain-secret", () => {
  it.each([
    ["", GITHUB, "a GitHub token"],
    ["", AWS, "an AWS access key"],
    ["", PEM, "a private key"],
    ["", "postgres://app:hunter2@db/app", "a password in an address"],
    ["DB_PASSWORD", "hunter2hunter2", "what its name calls a secret"],
    ["", RANDOM, "a text as random as a key"],
    ["ANYTHING", "[secret]", "a secret value"],
  ])("finds in %s=%s", (name, value, what) => {
    expect(secretIn(name, value)).toBe(what);
  });

  it.each([
    ["DB_DSN", "postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):5432/$(DB_NAME)"],
    ["SECRET_EXTERNAL_URL", "https://ha.example.com"],
    ["SECRET_TRUSTED_PROXIES", "10.244.0.0/16"],
    ["ALLOWED_LOGIN_METHODS", "openid,password,header"],
    ["TOKEN_EXPIRATION", "never"],
    ["PASSWORD_FILE", "/run/secrets/password"],
    ["api_key", "!env_var SONARR_API_KEY"],
    ["token", "<<plextoken>>"],
    ["PASSWORD", "$(DB_PASSWORD)"],
    ["DEVICE", "/dev/serial/by-id/usb-Example_Zigbee_3.0_USB_Dongle_Plus_V2_EXAMPLE-if00"],
    ["DIGEST", `sha256:${"0123456789abcdef".repeat(4)}`],
    ["SENTENCE", "The quick brown fox jumps over the lazy dog 123 times"],
    ["URL", "http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090"],
  ])("takes %s=%s for harmless", (name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
  });

  it("looks at ConfigMaps, environments and chart values, and never repeats what it found", () => {
    const map = object("v1", "ConfigMap", { data: { "app.yaml": `a: 1\ntoken: ${RANDOM}\n` } });
    const pod = deployment({ containers: [{ ...container, env: [{ name: "T", value: AWS }] }] });
    const release = resource("kubernetes:helm.sh/v3:Release", {
      props: { values: { auth: [{ pem: PEM }] } },
    });
    const found = [map, pod, release].flatMap((one) => plainSecrets.check(one));
    expect(found).toEqual([
      "key app.yaml holds what its name calls a secret",
      "Deployment container app, variable T holds an AWS access key",
      "values.auth[0].pem holds a private key",
    ]);
    for (const secret of [RANDOM, AWS, PEM]) expect(found.join()).not.toContain(secret);
  });

  it("accepts a reference to a Secret", () => {
    const env = [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }];
    expect(plainSecrets.check(deployment({ containers: [{ ...container, env }] }))).toEqual([]);
  });
});

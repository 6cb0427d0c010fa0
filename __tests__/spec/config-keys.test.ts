import { mergeOverride } from "../../spec/app/override";
import { configKeys, missingConfig } from "../../spec/config-keys";
import { validate } from "../../spec/validate";
import { base, context } from "./base";

const keysOf = (change: unknown) =>
  configKeys(validate("demo", mergeOverride(base, change), context));
const namesOf = (change: unknown) => keysOf(change).map(({ key }) => key);

/** A stack that signs in nowhere. */
const alone = {
  ingress: { cloudflare: null, certificates: { issuer: "self-signed" } },
  gateways: { external: { exposure: "private" } },
  mail: null,
};

describe("configKeys", () => {
  test("a stack without accounts needs none", () => {
    expect(namesOf(alone)).toEqual([]);
  });

  test.each([
    ["Cloudflare and mail", {}, ["cloudflareApiToken", "smtpPassword", "smtpUser"]],
    [
      "1Password",
      { ...alone, secretStore: { provider: "onepassword", vault: "home" } },
      ["onePasswordCredentials", "onePasswordToken"],
    ],
    [
      "aKeyless",
      { ...alone, secretStore: { provider: "akeyless" } },
      ["akeylessAccessId", "akeylessAccessKey"],
    ],
    [
      "Tailscale and split DNS",
      {
        ...alone,
        ingress: {
          ...alone.ingress,
          tailscale: {},
          splitDns: { provider: "unifi", controller: "192.168.0.1" },
        },
        monitoring: { unifi: { controller: "192.168.0.1" } },
      },
      ["tailscaleClientId", "tailscaleClientSecret", "unifiApiKey"],
    ],
    [
      "Pushover",
      { ...alone, monitoring: { alerts: { receiver: "pushover" } } },
      ["pushoverToken", "pushoverUserKey"],
    ],
    ["a dead man's switch", { ...alone, monitoring: { heartbeat: true } }, ["heartbeatUrl"]],
    [
      "registries, one of them shared",
      {
        ...alone,
        talos: {
          registryAuth: {
            "ghcr.io": { username: "me", password: "registryToken" },
            "docker.io": { username: "me", password: "registryToken" },
            "quay.io": { username: "me", password: "quayToken" },
          },
        },
      },
      ["quayToken", "registryToken"],
    ],
  ])("%s", (_name, change, expected) => {
    expect(namesOf(change)).toEqual(expected);
  });

  test("every key is secret", () => {
    expect(keysOf({}).every(({ secret }) => secret)).toBe(true);
  });
});

describe("missingConfig", () => {
  test("is one line with the exact command", () => {
    expect(
      missingConfig("home", keysOf({ ...alone, secretStore: { provider: "akeyless" } })),
    ).toEqual([
      "hearth:akeylessAccessId is missing (External Secrets); get the access id of an API-key authentication method that may read /kubernetes, then run: pulumi config set --secret hearth:akeylessAccessId --stack home",
      "hearth:akeylessAccessKey is missing (External Secrets); get the access key of an API-key authentication method that may read /kubernetes, then run: pulumi config set --secret hearth:akeylessAccessKey --stack home",
    ]);
  });

  test("a value of many lines comes from its file", () => {
    const [first] = missingConfig(
      "home",
      keysOf({ ...alone, secretStore: { provider: "onepassword", vault: "home" } }),
    );
    expect(first).toMatch(/--stack home < 1password-credentials\.json$/);
  });

  test("a plain key is set without --secret", () => {
    const key = { key: "plain", secret: false, usedBy: "a test", howToGet: "a value" };
    expect(missingConfig("lab", [key])).toEqual([
      "hearth:plain is missing (a test); get a value, then run: pulumi config set hearth:plain --stack lab",
    ]);
  });
});

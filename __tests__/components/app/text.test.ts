import { bundleFrom, bundleOf, variable } from "./support";

describe("placeholders", () => {
  const value = (text: string, app = {}) => variable(bundleFrom({ env: { V: text }, ...app }), "V");
  const routes = { web: { gateway: "internal", host: "sample" } };

  it.each([
    ["{{domain}}", "example.com"],
    ["{{timeZone}}", "Europe/Zurich"],
    ["{{lan}}", "192.168.0.0/24"],
    ["{{pods}}", "10.244.0.0/16"],
    ["{{baseDn}}", "dc=example,dc=com"],
    ["{{name}}", "sample"],
    ["{{host}}", "sample.example.com"],
    ["{{url}}/login", "https://sample.example.com/login"],
    ["{{app:sample}}", "http://sample.selfhosted.svc.cluster.local:8080"],
    ["{{service:sample}}", "sample.selfhosted.svc.cluster.local"],
    ["{{host:sample}} {{url:sample}}", "sample.example.com https://sample.example.com"],
    ["{{ .KEY }} {{KEY_2}}", "{{ .KEY }} {{KEY_2}}"],
  ])("%s", (text, expected) => {
    expect(value(text, { routes })).toBe(expected);
  });

  it("hold the LoadBalancer address", () => {
    expect(value("{{address}}", { loadBalancer: { address: "192.168.0.225" } })).toBe(
      "192.168.0.225",
    );
  });

  it.each([
    "{{address}}",
    "{{host}}",
    "{{usb}}",
    "{{nonsense}}",
    "{{app:nobody}}",
    "{{domain:sample}}",
  ])("%s stands for nothing here: the app and the placeholder are named", (text) => {
    expect(() => value(text)).toThrow(`sample: nothing for ${text} in the stack`);
  });
});

describe("the environment", () => {
  it("takes each part of a database connection from the Secret", () => {
    const bundle = bundleOf("mealie");
    expect(variable(bundle, "POSTGRES_PASSWORD")).toEqual({
      secretKeyRef: { name: "mealie-database", key: "password" },
    });
  });

  it("takes the OIDC client from the Secret that the identity layer makes", () => {
    const bundle = bundleOf("mealie");
    expect(variable(bundle, "OIDC_CLIENT_SECRET")).toEqual({
      secretKeyRef: { name: "mealie-oidc", key: "client-secret" },
    });
    expect(variable(bundle, "OIDC_ISSUER")).toEqual({
      secretKeyRef: { name: "mealie-oidc", key: "issuer" },
    });
  });

  it("names the mail relay and the cache by their Services", () => {
    expect(variable(bundleOf("mealie"), "SMTP_HOST")).toBe(
      "smtp-relay.networking.svc.cluster.local",
    );
    expect(variable(bundleOf("searxng"), "SEARXNG_REDIS_URL")).toBe(
      "redis://main.dragonfly.svc.cluster.local:6379/3",
    );
  });

  it("leaves out secrets that are not for the environment", () => {
    expect(variable(bundleOf("mosquitto"), "MQTT_PASSWORDS")).toBeUndefined();
  });

  it("keeps a time zone of the app's own", () => {
    expect(variable(bundleFrom({ env: { TZ: "Etc/UTC" } }), "TZ")).toBe("Etc/UTC");
  });

  it.each([
    [{ env: { V: { database: "uri" } } }, "database"],
    [{ env: { V: { cache: "url" } } }, "cache"],
    [{ env: { V: { secret: "KEY" } } }, "secrets"],
    [{ env: { V: { oidc: "issuer" } } }, "identity.oidc"],
    [{ env: { V: { mail: "host" } } }, "mail"],
  ] as const)("refuses a source that the app does not declare: %j", (app, field) => {
    expect(() => bundleFrom(app)).toThrow(
      `sample: env.V refers to \`${field}\`, which the app does not declare`,
    );
  });
});

import { oidcSecret } from "../../../components/contracts/conventions";
import { identityBundles } from "../../../components/identity";
import type { ClusterSpec } from "../../../spec/cluster";
import { bundle, client, config, specs } from "./parts";

const { home, trio, lab } = specs;

describe("OIDC clients", () => {
  it("give each app its Secret and Authelia a digest of it", () => {
    const { secrets = [], generated } = bundle(lab, "oidc-clients");
    const apps = Object.values(lab.apps).filter((app) => app.identity?.oidc !== undefined);
    expect(apps.map(({ name }) => name)).toContain("grafana");
    expect(secrets.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
      "security/authelia-oidc-clients",
      ...apps.map(({ name, category }) => `${category}/${oidcSecret(name)}`),
    ]);
    expect(secrets.find(({ name }) => name === "grafana-oidc")?.values).toEqual({
      issuer: `https://auth.${lab.domain}`,
      "client-id": "grafana",
      "client-secret": "{{grafana-oidc-client-secret}}",
    });
    expect(secrets[0]?.values["grafana"]).toBe("{{grafana-oidc-client-secret.bcrypt}}");
    expect(generated).toMatchObject({ "grafana-oidc-client-secret": 64 });
  });

  it("are sent back to the paths under their hosts", () => {
    expect(client(home, "grafana")).toMatchObject({
      redirect_uris: [`https://grafana.${home.domain}/login/generic_oauth`],
      token_endpoint_auth_method: "client_secret_basic",
      authorization_policy: "one_factor",
      client_secret: '{{ secret "/secrets/clients/grafana" }}',
    });
    expect(client(home, "jellyfin")).toMatchObject({
      redirect_uris: [`https://jellyfin.${home.domain}/sso/OID/redirect/authelia`],
      token_endpoint_auth_method: "client_secret_post",
    });
  });

  it("have no secret where they run in the browser", () => {
    expect(client(trio, "guacamole")).toMatchObject({
      public: true,
      response_types: ["id_token"],
      grant_types: ["implicit"],
    });
    expect(client(trio, "guacamole")).not.toHaveProperty("client_secret");
    const { secrets = [], generated } = bundle(trio, "oidc-clients");
    expect(secrets[0]?.values).not.toHaveProperty("guacamole");
    expect(secrets.find(({ name }) => name === "guacamole-oidc")?.values).toEqual({
      issuer: `https://auth.${trio.domain}`,
      "client-id": "guacamole",
    });
    expect(generated).not.toHaveProperty("guacamole-oidc-client-secret");
  });

  it("leave no provider behind where no app is one", () => {
    const apps = Object.fromEntries(["authelia", "lldap"].map((name) => [name, home.apps[name]]));
    const spec = { ...home, apps } as ClusterSpec;
    expect(identityBundles(spec).map(({ name }) => name)).toEqual(["lldap", "authelia"]);
    expect(config(spec)).not.toHaveProperty("identity_providers");
    expect(config(spec)["access_control"]).toEqual({ default_policy: "two_factor" });
  });
});

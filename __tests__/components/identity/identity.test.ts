import { parse } from "yaml";
import { appBundle } from "../../../components/app/bundle";
import type { Bundle } from "../../../components/contracts/bundle";
import { MAIL_PORT, oidcSecret } from "../../../components/contracts/conventions";
import {
  containersOf,
  describeObject,
  list,
  podSpecOf,
  record,
  type KubernetesObject,
} from "../../../components/contracts/object";
import { itemsOf, order } from "../../../components/contracts/order";
import { identityBundles } from "../../../components/identity";
import { isImageApp, type App } from "../../../spec/app/app";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";
import { elsewhere } from "../../support/elsewhere";
import { showroom } from "../../support/showroom";
import { validateObject } from "../../support/validate-object";

const specs = {
  home: loadSpec("home"),
  trio: loadSpec("trio"),
  lab: loadSpec("lab"),
  showroom: showroom(),
};
const { home, trio, lab } = specs;

function bundle(spec: ClusterSpec, name: string): Bundle {
  const found = identityBundles(spec).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bundle ${name}`);
  return found;
}

function object(from: Bundle, kind: string, name: string): KubernetesObject {
  const found = from.objects?.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`${from.name} has no ${kind} ${name}`);
  return found;
}

/** Authelia's configuration as its pod reads it, before its own template is filled in. */
function config(spec: ClusterSpec): Record<string, unknown> {
  const map = object(bundle(spec, "authelia"), "ConfigMap", "authelia-config");
  return parse(String(record(map["data"])["configuration.yml"])) as Record<string, unknown>;
}

function client(spec: ClusterSpec, id: string) {
  const { oidc } = record(config(spec)["identity_providers"]);
  const found = list(record(oidc)["clients"])
    .map(record)
    .find((one) => one["client_id"] === id);
  if (found === undefined) throw new Error(`no client ${id}`);
  return found;
}

describe("identityBundles", () => {
  it("makes nothing for a stack without identity and mail", () => {
    const parts = Object.entries(trio).filter(([key]) => key !== "identity" && key !== "mail");
    expect(identityBundles(Object.fromEntries(parts) as ClusterSpec)).toEqual([]);
  });

  it("makes nothing where the stack does not select the apps", () => {
    expect(identityBundles({ ...trio, apps: {} })).toEqual([]);
  });

  it("makes the relay only where the stack has mail", () => {
    expect(identityBundles(home).map(({ name }) => name)).toEqual([
      "lldap",
      "oidc-clients",
      "authelia-signing-key",
      "authelia",
      "forward-auth",
    ]);
    expect(identityBundles(trio).map(({ name }) => name)).toContain("smtp-relay");
  });

  it.each(Object.entries(specs))("makes only valid objects for %s", (_name, spec) => {
    const objects = identityBundles(spec).flatMap((one) => one.objects ?? []);
    expect(objects.length).toBeGreaterThan(0);
    for (const one of objects) expect(() => validateObject(one)).not.toThrow();
  });

  it.each(Object.entries(specs))("orders everything of %s without a circle", (_name, spec) => {
    const bundles = identityBundles(spec);
    expect(() => order([...bundles, elsewhere(bundles)].flatMap(itemsOf))).not.toThrow();
  });

  it("starts Authelia after the directory, the digests, the key and its database", () => {
    const items = itemsOf(bundle(lab, "authelia"));
    const workload = items.find(
      ({ part }) => part.type === "object" && part.object.kind === "Deployment",
    );
    expect(workload?.needs).toEqual(
      expect.arrayContaining([
        "app:lldap",
        "secret:security/authelia-oidc-clients",
        "secret:security/authelia-signing-key",
        "secret:security/authelia-database",
        "secret:security/authelia-files",
        "postgres:main",
      ]),
    );
    expect(workload?.needs).not.toContain("app:smtp-relay");
  });

  it("provides the apps that others name", () => {
    const provided = identityBundles(trio).flatMap(({ provides = [] }) => provides);
    expect(provided).toEqual(
      expect.arrayContaining(["app:lldap", "app:authelia", "app:smtp-relay"]),
    );
  });
});

describe("the directory", () => {
  const directory = bundle(home, "lldap");

  it("makes the stack's groups and Authelia's user at once, and every hour again", () => {
    const first = object(directory, "Job", "lldap-people-first");
    const hourly = object(directory, "CronJob", "lldap-people");
    expect(podSpecOf(first)).toEqual(podSpecOf(hourly));
    const { data } = object(directory, "ConfigMap", "lldap-people");
    const files = record(data);
    expect(files["groups.json"]).toBe('{"name":"admins"}\n{"name":"people"}');
    expect(JSON.parse(String(files["users.json"]))).toEqual({
      id: "authelia",
      email: `authelia@${home.domain}`,
      displayName: "Authelia",
      password_file: "/secrets/bind/password",
      groups: ["lldap_password_manager"],
    });
    const [job] = containersOf(podSpecOf(first) ?? {});
    expect(list(job?.["volumeMounts"])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ mountPath: "/bootstrap/group-configs/groups.json" }),
        expect.objectContaining({ mountPath: "/bootstrap/user-configs/users.json" }),
        expect.objectContaining({ mountPath: "/secrets/bind" }),
      ]),
    );
    expect(list(job?.["env"])).toContainEqual({
      name: "LLDAP_URL",
      value: "http://lldap.security.svc.cluster.local:8080",
    });
  });

  it("keeps what only the job needs from the directory itself", () => {
    const [container] = containersOf(podSpecOf(object(directory, "Deployment", "lldap")) ?? {});
    const mounts = list(container?.["volumeMounts"]).map(record);
    expect(mounts.map(({ mountPath }) => mountPath)).toEqual(["/etc/lldap", "/tmp"]);
  });

  it("has two pods where they share a server, and one where the data are a file", () => {
    const replicas = (spec: ClusterSpec) =>
      record(object(bundle(spec, "lldap"), "Deployment", "lldap")["spec"])["replicas"];
    expect(replicas(home)).toBe(2);
    expect(replicas({ ...home, databases: {} })).toBe(1);
  });

  it("has the cluster of its name, or the shared one", () => {
    expect(object(directory, "Database", "lldap")["spec"]).toMatchObject({
      cluster: { name: "lldap" },
    });
    expect(object(bundle(lab, "lldap"), "Database", "lldap")["spec"]).toMatchObject({
      cluster: { name: "main" },
    });
  });

  it("is reached by LDAP from the LAN where the stack routes it", () => {
    const route = object(directory, "TCPRoute", "lldap-ldap");
    expect(route["spec"]).toMatchObject({
      parentRefs: [{ name: "envoy-internal", sectionName: "tcp-389" }],
      rules: [{ backendRefs: [{ name: "lldap", port: 5389 }] }],
    });
    expect(bundle(lab, "lldap").objects?.map(({ kind }) => kind)).not.toContain("TCPRoute");
  });
});

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

describe("forward-auth", () => {
  it("guards every route that asks for it, and no other", () => {
    const { objects = [] } = bundle(home, "forward-auth");
    const guarded = objects
      .filter(({ kind }) => kind === "SecurityPolicy")
      .flatMap((policy) =>
        list(record(policy["spec"])["targetRefs"])
          .map(record)
          .map(({ name }) => `${String(policy.metadata.namespace)}/${String(name)}`),
      );
    const asked = Object.values(home.apps).flatMap((app) =>
      Object.entries(app.routes).flatMap(([key, { auth }]) =>
        auth === "forward" ? [`${app.category}/${app.name}-${key}`] : [],
      ),
    );
    expect(asked.length).toBeGreaterThan(3);
    expect([...guarded].sort()).toEqual([...asked].sort());
  });

  it("may refer to Authelia from every namespace that it is in", () => {
    const { objects = [] } = bundle(home, "forward-auth");
    const policies = objects.filter(({ kind }) => kind === "SecurityPolicy");
    const grant = object(bundle(home, "forward-auth"), "ReferenceGrant", "forward-auth");
    expect(grant.metadata.namespace).toBe("security");
    expect(
      list(record(grant["spec"])["from"])
        .map(record)
        .map(({ namespace }) => namespace),
    ).toEqual(policies.map(({ metadata }) => metadata.namespace));
  });

  it("is there before a route that asks for it opens", () => {
    const app = home.apps["zigbee2mqtt"];
    if (app === undefined || !isImageApp(app)) throw new Error("no such app");
    const routes = itemsOf(appBundle(home, app)).filter(
      ({ part }) => part.type === "object" && part.object.kind === "HTTPRoute",
    );
    expect(routes.length).toBeGreaterThan(0);
    const guard = "object:SecurityPolicy/home-automation/forward-auth";
    for (const { needs } of routes) expect(needs).toContain(guard);
    expect(itemsOf(bundle(home, "forward-auth")).flatMap(({ provides }) => provides)).toContain(
      guard,
    );
  });

  it("lets in by group where the app names groups, and under its path alone", () => {
    const zigbee = home.apps["zigbee2mqtt"];
    if (zigbee === undefined) throw new Error("no such app");
    const guarded = {
      ...zigbee,
      identity: { groups: ["admins", "people"] },
      routes: { web: { ...Object.values(zigbee.routes)[0], path: "/a.b/" } },
    } as App;
    const spec = { ...home, apps: { ...home.apps, zigbee2mqtt: guarded } };
    expect(list(record(config(spec)["access_control"])["rules"])).toContainEqual({
      domain: [`zigbee.${home.domain}`],
      resources: ["^/a\\.b([/?].*)?$"],
      subject: [["group:admins"], ["group:people"]],
      policy: "one_factor",
    });
  });

  it("lets nobody in where no rule says so", () => {
    const control = record(config(home)["access_control"]);
    expect(control["default_policy"]).toBe("deny");
    expect(list(control["rules"])).toContainEqual({
      domain: [`zigbee.${home.domain}`],
      policy: "one_factor",
    });
  });

  it("admits the proxies of the gateways that ask", () => {
    const policy = object(bundle(home, "authelia"), "NetworkPolicy", "authelia-forward-auth");
    expect(JSON.stringify(policy)).toContain(
      '"gateway.envoyproxy.io/owning-gateway-name":"envoy-internal"',
    );
  });
});

describe("Authelia's storage", () => {
  it("is PostgreSQL where the stack has it", () => {
    expect(config(lab)["storage"]).toEqual({
      postgres: {
        address: "tcp://main-rw.cloudnative-pg.svc.cluster.local:5432",
        database: "authelia",
        username: "authelia",
      },
    });
  });

  it("is a file on a claim elsewhere", () => {
    const spec = { ...lab, databases: {} };
    expect(config(spec)["storage"]).toEqual({ local: { path: "/data/db.sqlite3" } });
    const claim = object(bundle(spec, "authelia"), "PersistentVolumeClaim", "authelia-data");
    expect(claim.metadata.namespace).toBe("security");
    const pod = podSpecOf(object(bundle(spec, "authelia"), "Deployment", "authelia"));
    const mounts = containersOf(pod ?? {}).flatMap((one) => list(one["volumeMounts"]).map(record));
    expect(mounts).toContainEqual({ name: "data", mountPath: "/data" });
  });
});

describe("mail", () => {
  it("goes through the relay where the stack has one, and into a file elsewhere", () => {
    expect(config(trio)["notifier"]).toMatchObject({
      smtp: { address: `smtp://smtp-relay.networking.svc.cluster.local:${String(MAIL_PORT)}` },
    });
    expect(config(home)["notifier"]).toEqual({
      filesystem: { filename: "/tmp/notification.txt" },
    });
  });

  it("leaves the relay for the upstream server with a login and TLS", () => {
    const relay = bundle(trio, "smtp-relay");
    const map = object(relay, "ConfigMap", "smtp-relay-config");
    const text = String(record(map["data"])["maddy.conf"]);
    expect(text).toContain(`targets tcp://${trio.mail?.host ?? ""}:587`);
    expect(text).toContain("starttls yes");
    expect(relay.secrets).toEqual([
      {
        name: "smtp-relay-secret",
        namespace: "networking",
        values: { SMTP_USERNAME: "{{smtpUser}}", SMTP_PASSWORD: "{{smtpPassword}}" },
      },
    ]);
    const service = object(relay, "Service", "smtp-relay");
    expect(list(record(service["spec"])["ports"]).map(record)).toContainEqual(
      expect.objectContaining({ port: MAIL_PORT }),
    );
  });

  it("is taken from the apps that say that they send it, and from Authelia", () => {
    const policy = object(bundle(trio, "smtp-relay"), "NetworkPolicy", "smtp-relay-senders");
    const senders = list(record(list(record(policy["spec"])["ingress"])[0])["from"]).map((peer) =>
      String(
        record(record(record(peer)["podSelector"])["matchLabels"])["app.kubernetes.io/instance"],
      ),
    );
    const sending = Object.values(trio.apps).filter((app) => "mail" in app && app.mail);
    expect(sending.length).toBeGreaterThan(0);
    expect(senders).toEqual([...sending.map(({ name }) => name), "authelia"]);
  });
});

describe("secrets", () => {
  it.each(Object.entries(specs))("are in no ConfigMap or variable of %s", (_name, spec) => {
    const objects = identityBundles(spec).flatMap((one) => one.objects ?? []);
    const maps = objects.filter(({ kind }) => kind === "ConfigMap");
    expect(maps.length).toBeGreaterThan(1);
    for (const map of maps) {
      const values = JSON.stringify(map["data"]).matchAll(
        /(?:secret|password|key): *\\?["']?([^\\"'\n]*)/g,
      );
      for (const [found, value = ""] of values) {
        expect(`${describeObject(map)} ${found}`).toMatch(
          value === "" || value.startsWith("{{ secret ") ? /./ : /^no plain secret$/,
        );
      }
    }
  });
});

import { CloudflarePlugin } from "../../../../lab/plugins/cloudflare/plugin";
import { formatPath } from "../../../../lab/plugins/shared/diff";
import type { Call } from "../../../../lab/plugins/shared/plugin";
import type { Bag, Properties } from "../../../../lab/plugins/shared/values";
import { FakeCloudflare } from "./fake-api";

let fake: FakeCloudflare;
let plugin: CloudflarePlugin;

beforeEach(async () => {
  fake = await FakeCloudflare.start("right");
  plugin = new CloudflarePlugin();
  plugin.configure(bag({ apiToken: "right", baseUrl: fake.baseUrl }));
});
afterEach(() => fake.stop());

const bag = (values: Properties): Bag => ({ values, secrets: [] });
const token = (name: string) =>
  `cloudflare:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const call = (name: string): Call => ({
  urn: `urn:pulumi:dev::test::${token(name)}::one`,
  type: token(name),
  signal: new AbortController().signal,
  status: () => undefined,
});
const real = { preview: false };
const TUNNEL = "ZeroTrustTunnelCloudflared";
const tunnel = { accountId: "a", name: "home", configSrc: "cloudflare", tunnelSecret: "c2VjcmV0" };
const record = { zoneId: "z", name: "www.example.com", type: "CNAME", content: "t", ttl: 1 };

describe("a tunnel", () => {
  it("is made with the API's names, and its secret stays secret", async () => {
    const { inputs } = plugin.check(call(TUNNEL), bag({}), bag(tunnel));
    const { id, outputs } = await plugin.create(call(TUNNEL), inputs, real);
    expect(fake.requests.at(-1)).toEqual({
      method: "POST",
      path: "/accounts/a/cfd_tunnel",
      body: { name: "home", config_src: "cloudflare", tunnel_secret: "c2VjcmV0" },
    });
    expect(id).toBe("id-1");
    expect(outputs.secrets).toContainEqual(["tunnelSecret"]);
    expect(inputs.secrets).toContainEqual(["tunnelSecret"]);
  });

  it("that a killed run left behind is taken over, not made twice", async () => {
    await plugin.create(call(TUNNEL), bag(tunnel), real);
    const again = await plugin.create(call(TUNNEL), bag({ ...tunnel, tunnelSecret: "bmV3" }), real);
    expect(again.id).toBe("id-1");
    expect(fake.objects.size).toBe(1);
    expect(fake.objects.get("/accounts/a/cfd_tunnel/id-1")).toMatchObject({
      tunnel_secret: "bmV3",
    });
  });

  it.each<[string, Properties, string[]]>([
    ["another account", { accountId: "b" }, ["accountId"]],
    ["another place of its configuration", { configSrc: "local" }, ["configSrc"]],
    ["another name", { name: "other" }, []],
    ["another secret", { tunnelSecret: "bmV3" }, []],
  ])("is replaced for %s: %j → %j", async (_title, change, expected) => {
    const news = bag({ ...tunnel, ...change });
    const difference = await plugin.diff(call(TUNNEL), "id-1", bag(tunnel), bag(tunnel), news);
    expect(difference.changes).toHaveLength(1);
    expect(difference.replaces.map(({ path }) => formatPath(path))).toEqual(expected);
  });

  it("counts as gone when Cloudflare only remembers it", async () => {
    const { id, outputs } = await plugin.create(call(TUNNEL), bag(tunnel), real);
    const known = { inputs: bag(tunnel), outputs };
    expect(await plugin.read(call(TUNNEL), id, known)).toMatchObject({ id });
    fake.objects.set("/accounts/a/cfd_tunnel/id-1", { id, deleted_at: "2026-01-01T00:00:00Z" });
    expect(await plugin.read(call(TUNNEL), id, known)).toBeUndefined();
  });
});

describe("a tunnel's configuration", () => {
  it("is put with the API's own spelling and goes with the tunnel", async () => {
    const type = "ZeroTrustTunnelCloudflaredConfig";
    const ingresses = [{ service: "https://gw", originRequest: { noTlsVerify: true } }];
    const inputs = bag({ accountId: "a", tunnelId: "t", config: { ingresses } });
    const { id, outputs } = await plugin.create(call(type), inputs, real);
    expect(id).toBe("t");
    const before = fake.requests.length;
    expect(fake.requests.at(-1)).toEqual({
      method: "PUT",
      path: "/accounts/a/cfd_tunnel/t/configurations",
      body: {
        config: { ingress: [{ service: "https://gw", originRequest: { noTLSVerify: true } }] },
      },
    });
    expect(outputs.values["config"]).toEqual({ ingresses });
    await plugin.delete(call(type), id, outputs);
    expect(fake.requests).toHaveLength(before);
  });
});

describe("records and Access", () => {
  it("are changed in place and removed", async () => {
    const { id, outputs } = await plugin.create(call("DnsRecord"), bag(record), real);
    const news = bag({ ...record, content: "u" });
    await plugin.update(call("DnsRecord"), id, outputs, news, real);
    expect(fake.objects.get("/zones/z/dns_records/id-1")).toMatchObject({ content: "u" });
    await plugin.delete(call("DnsRecord"), id, outputs);
    await plugin.delete(call("DnsRecord"), id, outputs);
    expect(fake.objects.size).toBe(0);
  });

  it("have not drifted because the API writes a name out", async () => {
    const inputs = bag({ ...record, name: "www" });
    fake.rewrites = { name: "www.example.com" };
    const { id, outputs } = await plugin.create(call("DnsRecord"), inputs, real);
    const found = await plugin.read(call("DnsRecord"), id, { inputs, outputs });
    expect(found?.inputs.values).toEqual(inputs.values);
  });

  it("show drift in the inputs", async () => {
    const { id, outputs } = await plugin.create(call("DnsRecord"), bag(record), real);
    const path = "/zones/z/dns_records/id-1";
    fake.objects.set(path, { ...fake.objects.get(path), content: "drifted" });
    const found = await plugin.read(call("DnsRecord"), id, { inputs: bag(record), outputs });
    expect(found?.inputs.values).toEqual({ ...record, content: "drifted" });
  });

  it("translate the lists that the SDK has in the plural", async () => {
    const inputs = bag({
      accountId: "a",
      name: "family",
      decision: "allow",
      includes: [{ emailDomain: { domain: "example.com" } }],
    });
    await plugin.create(call("ZeroTrustAccessPolicy"), inputs, real);
    expect(fake.requests.at(-1)?.body).toEqual({
      name: "family",
      decision: "allow",
      include: [{ email_domain: { domain: "example.com" } }],
    });
  });
});

describe("errors", () => {
  it("carry Cloudflare's message and code, without what is secret", async () => {
    fake.failures.push([400, 9005, "Content c2VjcmV0 is invalid"]);
    const { inputs } = plugin.check(call(TUNNEL), bag({}), bag(tunnel));
    await expect(plugin.create(call(TUNNEL), inputs, real)).rejects.toThrow(
      "Cloudflare: GET /accounts/a/cfd_tunnel: Content [secret] is invalid (9005)",
    );
  });

  it("name a wrong token's refusal and missing inputs", async () => {
    const wrong = new CloudflarePlugin();
    wrong.configure(bag({ apiToken: "wrong", baseUrl: fake.baseUrl }));
    await expect(wrong.create(call("DnsRecord"), bag(record), real)).rejects.toThrow(
      "Authentication error (10000)",
    );
    expect(plugin.check(call(TUNNEL), bag({}), bag({ accountId: "a" })).failures).toEqual([
      { property: "name", reason: "is missing" },
    ]);
  });
});

describe("functions", () => {
  it("find the one zone of a name and fail for none", async () => {
    const getZone = "cloudflare:index/getZone:getZone";
    const args = bag({ filter: { name: "example.com" } });
    await expect(plugin.invoke(getZone, args)).rejects.toThrow(
      "Cloudflare: the token sees no zone example.com",
    );
    fake.objects.set("/zones/z", { id: "z", name: "example.com", name_servers: ["a"] });
    const { values } = await plugin.invoke(getZone, args);
    expect(values).toMatchObject({ zoneId: "z", name: "example.com", nameServers: ["a"] });
  });

  it("give a tunnel's token as a secret", async () => {
    const name = "getZeroTrustTunnelCloudflaredToken";
    fake.objects.set("/accounts/a/cfd_tunnel/t/token", { token: "x" });
    const { secrets } = await plugin.invoke(
      `cloudflare:index/${name}:${name}`,
      bag({ accountId: "a", tunnelId: "t" }),
    );
    expect(secrets).toEqual([["token"]]);
  });
});

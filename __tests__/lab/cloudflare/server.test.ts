import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Cloudflare from "cloudflare";
import { basePath, cloudflare, idOf } from "../../../lab/cloudflare/server";
import { serve, type HttpSimulator } from "../../../lab/simulator/http-simulator";

const token = "made-up-token";
let dir: string;
let server: HttpSimulator;
let client: Cloudflare;

const start = async (): Promise<void> => {
  const protocol = cloudflare(
    { zones: ["example.com", "example.org"], token },
    path.join(dir, "cf.json"),
  );
  server = await serve(protocol, 0, path.join(dir, "faults.json"));
  client = new Cloudflare({ apiToken: token, baseURL: server.url + basePath, maxRetries: 0 });
};

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "hearth-cloudflare-"));
  await start();
});
afterEach(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const zone_id = idOf("zone", "example.com");
const account_id = idOf("account", "Lab");
const refusal = (status: number, code: number) => ({
  status,
  errors: [expect.objectContaining({ code }) as unknown],
});

describe("authentication", () => {
  it("accepts its one token", async () => {
    expect(await client.user.tokens.verify()).toMatchObject({ status: "active" });
  });

  it("refuses another token as the API does", async () => {
    const stranger = new Cloudflare({
      apiToken: "other",
      baseURL: server.url + basePath,
      maxRetries: 0,
    });
    await expect(stranger.user.tokens.verify()).rejects.toMatchObject(refusal(401, 1000));
    await expect(stranger.zones.list()).rejects.toMatchObject(refusal(403, 9109));
  });

  it("refuses a call without one", async () => {
    const response = await fetch(`${server.url}${basePath}/zones`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ success: false, errors: [{ code: 9106 }] });
  });
});

describe("zones and accounts", () => {
  it("finds a zone by name, with its account", async () => {
    const { result } = await client.zones.list({ name: "example.com" });
    expect(result).toMatchObject([
      { id: zone_id, name: "example.com", account: { id: account_id } },
    ]);
    expect(await client.zones.get({ zone_id })).toMatchObject({ status: "active" });
  });

  it("does not know another id", async () => {
    const unknown = client.zones.get({ zone_id: "0".repeat(32) });
    await expect(unknown).rejects.toMatchObject(refusal(404, 7003));
  });
});

describe("DNS records", () => {
  const create = (name: string, content = "192.0.2.1") =>
    client.dns.records.create({ zone_id, name, type: "A", content, ttl: 1 });

  it("are created, read, changed and deleted", async () => {
    const { id } = await create("app");
    expect(await client.dns.records.get(id, { zone_id })).toMatchObject({
      name: "app.example.com",
      content: "192.0.2.1",
      ttl: 1,
      proxied: false,
      proxiable: true,
    });
    await client.dns.records.edit(id, {
      zone_id,
      name: "app",
      type: "A",
      content: "192.0.2.2",
      ttl: 60,
    });
    expect(await client.dns.records.get(id, { zone_id })).toMatchObject({
      content: "192.0.2.2",
      ttl: 60,
    });
    expect(await client.dns.records.delete(id, { zone_id })).toEqual({ id });
    await expect(client.dns.records.get(id, { zone_id })).rejects.toMatchObject(
      refusal(404, 81044),
    );
  });

  it("come in pages that the client walks through", async () => {
    for (let n = 0; n < 7; n += 1) await create(`n${n}`);
    const names: string[] = [];
    for await (const record of client.dns.records.list({ zone_id, per_page: 3 }))
      names.push(record.name);
    expect(names).toEqual(Array.from({ length: 7 }, (_, n) => `n${n}.example.com`));
    const last = await client.dns.records.list({ zone_id, per_page: 3, page: 3 });
    expect(last.result_info).toMatchObject({ page: 3, count: 1, total_count: 7, total_pages: 3 });
  });

  it("are filtered by type, name and content", async () => {
    await create("a");
    await client.dns.records.create({
      zone_id,
      name: "b",
      type: "CNAME",
      content: "a.example.com",
      ttl: 1,
    });
    const byType = await client.dns.records.list({ zone_id, type: "CNAME" });
    expect(byType.result.map(({ name }) => name)).toEqual(["b.example.com"]);
    const byName = await client.dns.records.list({ zone_id, name: { exact: "a.example.com" } });
    expect(byName.result.map(({ name }) => name)).toEqual(["a.example.com"]);
  });

  it.each<[string, Record<string, unknown>, number]>([
    ["an address that is none", { name: "x", type: "A", content: "example.com" }, 9005],
    ["an unknown type", { name: "x", type: "ALIAS", content: "example.com" }, 9000],
    ["a proxied TXT record", { name: "x", type: "TXT", content: "x", proxied: true }, 9004],
    ["a TTL of two seconds", { name: "x", type: "A", content: "192.0.2.9", ttl: 2 }, 9021],
    ["the same record again", { name: "taken", type: "A", content: "192.0.2.1" }, 81058],
    ["a CNAME beside an address", { name: "taken", type: "CNAME", content: "example.com" }, 81053],
  ])("refuse %s", async (_name, body, code) => {
    await create("taken");
    const refused = client.post(`/zones/${zone_id}/dns_records`, { body });
    await expect(refused).rejects.toMatchObject(refusal(400, code));
  });
});

describe("tunnels", () => {
  const tunnel_secret = Buffer.alloc(32, 7).toString("base64");
  const create = (name = "home") =>
    client.zeroTrust.tunnels.cloudflared.create({
      account_id,
      name,
      config_src: "cloudflare",
      tunnel_secret,
    });

  it("give a token that holds account, tunnel and secret", async () => {
    const { id = "" } = await create();
    const text = await client.zeroTrust.tunnels.cloudflared.token.get(id, { account_id });
    const decoded = JSON.parse(Buffer.from(text, "base64").toString()) as unknown;
    expect(decoded).toEqual({ a: account_id, t: id, s: tunnel_secret });
    const shown = await client.zeroTrust.tunnels.cloudflared.get(id, { account_id });
    expect(JSON.stringify(shown)).not.toContain(tunnel_secret);
  });

  it("keep one name once, and give it back when deleted", async () => {
    const { id = "" } = await create();
    await expect(create()).rejects.toMatchObject(refusal(409, 1013));
    await client.zeroTrust.tunnels.cloudflared.delete(id, { account_id });
    const again = await create();
    const alive = await client.zeroTrust.tunnels.cloudflared.list({
      account_id,
      is_deleted: false,
    });
    expect(alive.result.map((tunnel) => tunnel.id)).toEqual([again.id]);
  });

  it("take a configuration whose last rule matches everything, and count its versions", async () => {
    const { id = "" } = await create();
    const ingress = [
      { hostname: "app.example.com", service: "https://192.0.2.239" },
      { hostname: "", service: "http_status:404" },
    ];
    const configurations = client.zeroTrust.tunnels.cloudflared.configurations;
    await configurations.update(id, { account_id, config: { ingress } });
    expect(await configurations.get(id, { account_id })).toMatchObject({
      version: 1,
      config: { ingress },
    });
    const open = configurations.update(id, {
      account_id,
      config: { ingress: ingress.slice(0, 1) },
    });
    await expect(open).rejects.toMatchObject(refusal(400, 1056));
  });

  it("refuse a short secret", async () => {
    const short = client.zeroTrust.tunnels.cloudflared.create({
      account_id,
      name: "x",
      tunnel_secret: "aaaa",
    });
    await expect(short).rejects.toMatchObject(refusal(400, 1010));
  });
});

it("creates, changes and deletes Access applications with their policies", async () => {
  const policy = await client.zeroTrust.access.policies.create({
    account_id,
    name: "family",
    decision: "allow",
    include: [{ email: { email: "ada@example.com" } }],
  });
  const { applications } = client.zeroTrust.access;
  const application = await applications.create({
    account_id,
    name: "app",
    type: "self_hosted",
    domain: "app.example.com",
    policies: [{ id: policy.id ?? "" }],
  });
  const id = application.id ?? "";
  expect(application).toMatchObject({ policies: [{ id: policy.id }] });
  await applications.update(id, {
    account_id,
    name: "app",
    type: "self_hosted",
    domain: "b.example.com",
  });
  expect(await applications.get(id, { account_id })).toMatchObject({ domain: "b.example.com" });
  await applications.delete(id, { account_id });
  await expect(applications.get(id, { account_id })).rejects.toMatchObject(refusal(404, 11021));
  const empty = client.post(`/accounts/${account_id}/access/policies`, {
    body: { name: "nobody", decision: "allow", include: [] },
  });
  await expect(empty).rejects.toMatchObject(refusal(400, 12130));
});

describe("state and faults", () => {
  it("remembers everything after a restart, in a file of its owner's only", async () => {
    const { id } = await client.dns.records.create({
      zone_id,
      name: "a",
      type: "A",
      content: "192.0.2.1",
      ttl: 1,
    });
    await server.stop();
    await start();
    expect((await client.dns.records.get(id, { zone_id })).name).toBe("a.example.com");
    expect(statSync(path.join(dir, "cf.json")).mode & 0o077).toBe(0);
    expect(readFileSync(path.join(dir, "cf.json"), "utf8")).not.toContain(token);
  });

  const fault = (...list: object[]): void =>
    writeFileSync(path.join(dir, "faults.json"), JSON.stringify(list));

  it("fails the calls that it is told to, in the API's format, and no others", async () => {
    fault({
      mode: "status",
      status: 502,
      method: "POST",
      path: "dns_records",
      afterCalls: 1,
      times: 1,
    });
    const create = (name: string) =>
      client.dns.records.create({ zone_id, name, type: "A", content: "192.0.2.1", ttl: 1 });
    await create("first");
    await expect(create("second")).rejects.toMatchObject({ status: 502 });
    await create("third");
    const { result } = await client.dns.records.list({ zone_id });
    expect(result.map(({ name }) => name)).toEqual(["first.example.com", "third.example.com"]);
  });

  it("does a dropped call but does not answer it", async () => {
    fault({ mode: "drop", method: "POST", times: 1 });
    const lost = client.dns.records.create({
      zone_id,
      name: "lost",
      type: "A",
      content: "192.0.2.1",
      ttl: 1,
    });
    await expect(lost).rejects.toThrow("Connection error");
    expect((await client.dns.records.list({ zone_id })).result).toHaveLength(1);
  });

  it("does not do a refused call", async () => {
    fault({ mode: "refuse", method: "POST", times: 1 });
    const lost = client.dns.records.create({
      zone_id,
      name: "lost",
      type: "A",
      content: "192.0.2.1",
      ttl: 1,
    });
    await expect(lost).rejects.toThrow("Connection error");
    expect((await client.dns.records.list({ zone_id })).result).toHaveLength(0);
  });

  it("crashes, comes back at the same address and has lost nothing", async () => {
    await client.dns.records.create({
      zone_id,
      name: "kept",
      type: "A",
      content: "192.0.2.1",
      ttl: 1,
    });
    const before = server.url;
    fault({ mode: "crash", times: 1, delayMs: 20 });
    await expect(client.zones.list()).rejects.toThrow("Connection error");
    const patient = new Cloudflare({
      apiToken: token,
      baseURL: server.url + basePath,
      maxRetries: 8,
    });
    expect((await patient.dns.records.list({ zone_id })).result).toHaveLength(1);
    expect(server.url).toBe(before);
  });
});

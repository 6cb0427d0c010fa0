import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCloudflare } from "../../../cli/doctor/cloudflare";
import { serve, type HttpSimulator, type Reply } from "../../../lab/simulator/http-simulator";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";

const ZONE = "a".repeat(32);
const ACCOUNT = "b".repeat(32);
const TOKEN = "c".repeat(32);

const home = loadSpec("home");
const domain = home.ingress.cloudflare?.zone ?? home.domain;
/** A stack with everything that needs a scope. */
const spec: ClusterSpec = {
  ...home,
  ingress: {
    ...home.ingress,
    cloudflare: {
      ...home.ingress.cloudflare!,
      access: { app: { emails: [], emailDomains: [], sessionHours: 24 } },
    },
  },
};

const good = (result: unknown): Reply => ({ status: 200, body: { success: true, result } });
const bad = (status: number, code: number): Reply => ({
  status,
  body: { success: false, errors: [{ code, message: "no" }], result: null },
});
const missing = (code: number) => bad(404, code);
const refused = bad(403, 10000);

/** What a token that may edit everything is answered; it may not read its own policies. */
const all: Readonly<Record<string, Reply>> = {
  "GET /user/tokens/verify": good({ id: TOKEN, status: "active" }),
  [`GET /user/tokens/${TOKEN}`]: bad(403, 9109),
  "GET /zones": good([{ id: ZONE, account: { id: ACCOUNT } }]),
  [`GET /zones/${ZONE}/dns_records`]: good([]),
  [`GET /accounts/${ACCOUNT}/cfd_tunnel`]: good([]),
  [`GET /accounts/${ACCOUNT}/access/apps`]: good([]),
  [`PATCH /zones/${ZONE}/dns_records/${"0".repeat(32)}`]: missing(81044),
  [`PATCH /accounts/${ACCOUNT}/cfd_tunnel/00000000-0000-0000-0000-000000000000`]: missing(1055),
  [`PUT /accounts/${ACCOUNT}/access/apps/00000000-0000-0000-0000-000000000000`]: bad(400, 12130),
};

let folder: string;
let api: HttpSimulator | undefined;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hearth-cloudflare-"))));
afterEach(async () => {
  await api?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What doctor says of a token that is answered so, by what the check is about. */
async function look(changes: Readonly<Record<string, Reply>> = {}, of: ClusterSpec = spec) {
  const answers = { ...all, ...changes };
  api = await serve(
    {
      handle: ({ method, path }) => answers[`${method} ${path}`] ?? missing(7003),
      error: (status) => bad(status, 0),
    },
    0,
    join(folder, "faults.json"),
  );
  const checks = await checkCloudflare(of, "secret", api.url);
  for (const { status, remedy } of checks) if (status !== "ok") expect(remedy).toMatch(/\w{3}/);
  return Object.fromEntries(
    checks.map(({ title, status, detail }) => [
      title.slice("Cloudflare ".length),
      [status, detail],
    ]),
  );
}

const EDITS = ["ok", "can be read and edited with the token"];
const READS = ["failed", "can be read with the token, but not edited"];
const ZONE_SEEN = { [`zone ${domain}`]: ["ok", "is visible"] };

test("a token that may edit is found well by edits that cannot succeed", async () => {
  expect(await look()).toEqual({
    token: ["ok", "is active"],
    ...ZONE_SEEN,
    DNS: EDITS,
    tunnels: EDITS,
    Access: EDITS,
  });
  const writes = api?.calls.filter((call) => !call.startsWith("GET")) ?? [];
  expect(writes).toHaveLength(3);
  for (const call of writes) expect(call).toMatch(/\/[0-]{32,36}$/);
});

test("only what the stack makes is asked for", async () => {
  const plain: ClusterSpec = {
    ...spec,
    ingress: { ...spec.ingress, cloudflare: { zone: domain, access: {} } },
  };
  expect(Object.keys(await look({}, plain))).toEqual(["token", `zone ${domain}`, "DNS"]);
});

test("a token that may only read fails where it would have to edit", async () => {
  const found = await look({
    [`PATCH /zones/${ZONE}/dns_records/${"0".repeat(32)}`]: refused,
    [`GET /accounts/${ACCOUNT}/cfd_tunnel`]: refused,
  });
  expect(found).toMatchObject({
    DNS: READS,
    tunnels: ["failed", "the token may not read it"],
    Access: EDITS,
  });
});

test("what an answer does not tell is said so, and is no failure", async () => {
  const unknown = ["warned", expect.stringContaining("could not be found out")];
  const found = await look({
    [`PATCH /zones/${ZONE}/dns_records/${"0".repeat(32)}`]: bad(500, 0),
    [`PATCH /accounts/${ACCOUNT}/cfd_tunnel/00000000-0000-0000-0000-000000000000`]: missing(7003),
  });
  expect(found).toMatchObject({ DNS: unknown, tunnels: unknown, Access: EDITS });
});

test("policies that can be read decide, and nothing is tried", async () => {
  const groups = (...names: string[]) => names.map((name) => ({ id: name, name }));
  const found = await look({
    [`GET /user/tokens/${TOKEN}`]: good({
      policies: [
        {
          effect: "allow",
          permission_groups: groups("Zone Read", "DNS Write"),
          resources: { [`com.cloudflare.api.account.zone.${ZONE}`]: "*" },
        },
        {
          effect: "allow",
          permission_groups: groups("Cloudflare Tunnel Read"),
          resources: { [`com.cloudflare.api.account.${ACCOUNT}`]: "*" },
        },
        {
          effect: "allow",
          permission_groups: groups("Access: Apps and Policies Write"),
          resources: { "com.cloudflare.api.account.another": "*" },
        },
      ],
    }),
  });
  expect(found).toMatchObject({ DNS: EDITS, tunnels: READS, Access: READS });
  expect(api?.calls.filter((call) => !call.startsWith("GET"))).toEqual([]);
});

test.each<[string, object, boolean]>([
  ["all zones", { "com.cloudflare.api.account.zone.*": "*" }, true],
  [
    "all zones of the account",
    { [`com.cloudflare.api.account.${ACCOUNT}`]: { "com.cloudflare.api.account.zone.*": "*" } },
    true,
  ],
  ["another zone", { "com.cloudflare.api.account.zone.other": "*" }, false],
  [
    "all zones of another account",
    { "com.cloudflare.api.account.other": { "com.cloudflare.api.account.zone.*": "*" } },
    false,
  ],
])("a policy for %s", async (_what, resources, expected) => {
  const policies = [
    { effect: "allow", permission_groups: [{ name: "DNS Write" }], resources },
    { effect: "deny", permission_groups: [{ name: "Cloudflare Tunnel Write" }], resources },
  ];
  const found = await look({ [`GET /user/tokens/${TOKEN}`]: good({ policies }) });
  expect(found["DNS"]).toEqual(expected ? EDITS : READS);
});

test("a token of the account is verified under the account", async () => {
  const found = await look({
    "GET /user/tokens/verify": bad(401, 1000),
    [`GET /accounts/${ACCOUNT}/tokens/verify`]: good({ id: TOKEN, status: "active" }),
  });
  expect(found).toMatchObject({ token: ["ok", "is active"], DNS: EDITS });
});

test.each<[string, Reply, unknown]>([
  ["that nobody knows", bad(401, 1000), ["failed", "is refused"]],
  ["that is disabled", good({ status: "disabled" }), ["failed", "is disabled"]],
  ["that has ended", good({ status: "expired" }), ["failed", "is expired"]],
  [
    "that ends soon",
    good({ status: "active", expires_on: new Date(Date.now() + 864e5).toISOString() }),
    ["warned", expect.stringMatching(/^is active, and ends on \d{4}-\d\d-\d\d$/)],
  ],
  [
    "that ends some day",
    good({ status: "active", expires_on: "2999-01-01T00:00:00Z" }),
    ["ok", "is active, and ends on 2999-01-01"],
  ],
])("a token %s", async (_what, reply, expected) => {
  expect((await look({ "GET /user/tokens/verify": reply }))["token"]).toEqual(expected);
});

test("a zone that the token cannot see fails, and nothing more is asked", async () => {
  expect(await look({ "GET /zones": good([]) })).toEqual({
    token: ["ok", "is active"],
    [`zone ${domain}`]: ["failed", "the token cannot see it"],
  });
});

test("an API that does not answer fails, and no token or no Cloudflare is no failure", async () => {
  expect(await checkCloudflare(spec, "secret", "http://127.0.0.1:1")).toMatchObject([
    { title: "Cloudflare token", status: "failed" },
  ]);
  expect(await checkCloudflare(spec, undefined)).toMatchObject([{ status: "skipped" }]);
  const { certificates } = spec.ingress;
  expect(await checkCloudflare({ ...spec, ingress: { certificates } }, "secret")).toEqual([]);
});

import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../cli/harness/record";
import { REDACTED } from "../../../cli/harness/redact";
import { CloudflareTunnel, openCloudflare, tunnelIngress } from "../../../components/cloudflare";
import { accessRules } from "../../../components/cloudflare/access";
import { tunnelToken } from "../../../components/cloudflare/tunnel-token";
import { ZONE_SCOPES, findZone } from "../../../components/cloudflare/zone";
import type { ClusterSpec } from "../../../spec/cluster";
import { cluster } from "../network/clusters";

const home = cluster("home");
const guarded = cluster("home", {
  ingress: {
    cloudflare: {
      tunnel: {},
      access: {
        whoami: { emails: ["one@example.com"], emailDomains: ["example.org"], sessionHours: 8 },
      },
    },
  },
});
const dnsOnly = cluster("home", {
  ingress: { cloudflare: {} },
  gateways: {
    internal: { address: "192.168.0.238", exposure: "private" },
    external: { address: "192.168.0.239", exposure: "private" },
  },
});

function recorded(spec: ClusterSpec, endpoint?: string) {
  return record(
    () => {
      const secrets = { cloudflareApiToken: pulumi.secret("token-canary") };
      const account = openCloudflare(spec, { cloudflare: endpoint }, secrets);
      if (account === undefined) throw new Error(`${spec.name} has no Cloudflare`);
      const { tunnelId, tunnelHostname, token } = new CloudflareTunnel("cloudflare", {
        spec,
        account,
      });
      return Promise.resolve({ tunnelId, tunnelHostname, token });
    },
    { stack: spec.name },
  );
}

describe("CloudflareTunnel", () => {
  it("makes a remotely managed tunnel, its rules and the public gateway's record", async () => {
    const { resources, outputs } = await recorded(home);
    const made = resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
    expect(made.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "cloudflare:index/dnsRecord:DnsRecord cloudflare-record",
      "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared cloudflare-tunnel",
      "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig cloudflare-ingress",
      "hearth:cloudflare:Account cloudflare-account",
      "hearth:cloudflare:Tunnel cloudflare",
      "pulumi:providers:cloudflare cloudflare-account-provider",
      "random:index/randomBytes:RandomBytes cloudflare-secret",
    ]);
    const inputs = (name: string) => made.find((one) => one.name === name)?.inputs;
    expect(inputs("cloudflare-tunnel")).toMatchObject({
      name: "home",
      configSrc: "cloudflare",
      tunnelSecret: REDACTED,
    });
    expect(inputs("cloudflare-record")).toMatchObject({
      name: "external.example.com",
      type: "CNAME",
      content: outputs["tunnelHostname"],
      proxied: true,
      ttl: 1,
    });
    expect(String(outputs["tunnelHostname"])).toBe(
      `${String(outputs["tunnelId"])}.cfargotunnel.com`,
    );
    expect(made.find(({ name }) => name === "cloudflare-tunnel")?.ignoreChanges).toEqual([
      "tunnelSecret",
    ]);
  });

  it("keeps token and secret out of everything that is not secret", async () => {
    const recording = await recorded(home);
    expect(recording.outputs["token"]).toBe(REDACTED);
    expect(JSON.stringify(recording)).not.toContain("token-canary");
  });

  it("talks to the given endpoint, and to the provider's own where there is none", async () => {
    const provider = async (endpoint?: string) =>
      (await recorded(home, endpoint)).resources.find(
        ({ name }) => name === "cloudflare-account-provider",
      )?.inputs;
    expect(await provider("http://127.0.0.1:1234/client/v4")).toMatchObject({
      baseUrl: "http://127.0.0.1:1234/client/v4",
    });
    expect(await provider()).not.toHaveProperty("baseUrl");
  });

  it("puts Access in front of the apps that ask for it and that the tunnel leads to", async () => {
    const { resources } = await recorded(guarded);
    const access = resources.filter(({ type }) => type.includes("zeroTrustAccess"));
    expect(access.map(({ name }) => name)).toEqual([
      "cloudflare-policy-whoami",
      "cloudflare-access-whoami",
    ]);
    expect(access[0]?.inputs).toMatchObject({
      decision: "allow",
      includes: [
        { email: { email: "one@example.com" } },
        { emailDomain: { domain: "example.org" } },
      ],
      sessionDuration: "8h",
    });
    expect(access[1]?.inputs).toMatchObject({
      type: "self_hosted",
      domain: "whoami.example.com",
      destinations: [{ type: "public", uri: "whoami.example.com" }],
    });
  });

  it("is refused for a cluster without a tunnel", async () => {
    await expect(recorded(dnsOnly)).rejects.toThrow(/home has no tunnel/);
  });
});

describe("tunnelIngress", () => {
  it("leads the domain through nginx at its address, by the public gateway's name", () => {
    const rule = {
      service: "https://192.168.0.231:443",
      originRequest: { originServerName: "external.example.com", http2Origin: true },
    };
    expect(tunnelIngress(home)).toEqual([
      { hostname: "example.com", ...rule },
      { hostname: "*.example.com", ...rule },
      { service: "http_status:404" },
    ]);
  });

  it("leads straight to the gateway where there is no nginx", () => {
    expect(tunnelIngress(cluster("trio"))[0]?.service).toBe(
      "https://envoy-external.networking.svc.cluster.local:443",
    );
  });

  it("verifies the gateway's certificate only where cloudflared can", () => {
    const certificates = { issuer: "letsencrypt-staging" as const };
    const spec = cluster("home", { ingress: { cloudflare: { tunnel: {} }, certificates } });
    expect(tunnelIngress(spec)[0]?.originRequest).toMatchObject({ noTlsVerify: true });
    expect(tunnelIngress(home)[0]?.originRequest).not.toHaveProperty("noTlsVerify");
  });
});

describe("accessRules", () => {
  it("names nothing where the stack asks for nothing", () => {
    expect(accessRules(home)).toEqual([]);
    expect(accessRules(cluster("lab"))).toEqual([]);
  });
});

describe("tunnelToken", () => {
  it("is base64 of the account, the tunnel and its secret", () => {
    const token = tunnelToken("account", "tunnel", "c2VjcmV0");
    expect(token).toBe("eyJhIjoiYWNjb3VudCIsInQiOiJ0dW5uZWwiLCJzIjoiYzJWamNtVjAifQ==");
    expect(JSON.parse(Buffer.from(token, "base64").toString())).toEqual({
      a: "account",
      t: "tunnel",
      s: "c2VjcmV0",
    });
  });
});

describe("openCloudflare", () => {
  const refusing = async (spec: ClusterSpec): Promise<unknown> => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
      call: () => {
        throw new Error("no such zone");
      },
    });
    const account = openCloudflare(spec, { cloudflare: undefined }, { cloudflareApiToken: "one" });
    return account?.zone;
  };

  it("opens nothing for a cluster without Cloudflare", async () => {
    await expect(refusing(cluster("lab"))).resolves.toBeUndefined();
  });

  it("asks the token for what the cluster uses and for no more", async () => {
    const zone = "Zone: Zone: Read, Zone: DNS: Edit";
    const tunnel = `${zone}, Account: Cloudflare Tunnel: Edit`;
    await expect(refusing(dnsOnly)).rejects.toThrow(new RegExp(`scopes ${zone}$`));
    await expect(refusing(home)).rejects.toThrow(new RegExp(`scopes ${tunnel}$`));
    await expect(refusing(guarded)).rejects.toThrow(
      new RegExp(`scopes ${tunnel}, Account: Access: Apps and Policies: Edit$`),
    );
  });
});

describe("findZone", () => {
  it("names zone, config key and scopes when the token cannot see the zone", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
      call: () => {
        // What a gRPC error of the engine looks like to the SDK.
        const details = "the token sees no zone example.com\n  with more below";
        throw Object.assign(new Error(details), { details });
      },
    });
    const lookup = findZone("example.com", ZONE_SCOPES, {});
    await expect(lookup).rejects.toThrow(pulumi.RunError);
    await expect(lookup).rejects.toThrow(
      /^ingress\.cloudflare\.zone = "example\.com": .*token sees no zone example\.com.*hearth:cloudflareApiToken.*Zone: DNS: Edit/,
    );
    await expect(lookup).rejects.not.toThrow(/\n/);
  });
});

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { basePath, cloudflare } from "../../lab/cloudflare/server";
import { serve, type HttpSimulator } from "../../lab/simulator/http-simulator";
import type { RefusedUp, RefusedUpRequest } from "./support/refused-up";
import { describeWithTools } from "./support/tools";

jest.setTimeout(180_000);

const TOKEN = "made-up-token";

// Without the preview that comes first at a terminal, as CI does it: there a late refusal would
// leave something behind.
describeWithTools("an up that cannot succeed", (tools) => {
  const folder = mkdtempSync(path.join(tmpdir(), "hearth-refusals-"));
  let account: HttpSimulator;

  beforeAll(async () => {
    const protocol = cloudflare({ zones: ["example.org"], token: TOKEN }, path.join(folder, "cf"));
    account = await serve(protocol, 0, path.join(folder, "faults"));
  });
  afterAll(async () => {
    await account.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function refused(token: string, without: readonly string[] = []): Promise<RefusedUp> {
    const request: RefusedUpRequest = {
      stack: "home",
      folder,
      cloudflare: `${account.url}${basePath}`,
      tools: { pulumi: tools.pulumi, talos: tools["pulumi-resource-talos"] },
      credentials: { cloudflareApiToken: token },
      without,
    };
    const program = path.join(__dirname, "support", "refused-up.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--require",
      require.resolve("tsx/cjs"),
      program,
      JSON.stringify(request),
    ]);
    return JSON.parse(stdout) as RefusedUp;
  }

  it.each([
    ["a zone that the token cannot see", TOKEN],
    ["a token that Cloudflare does not know", "another-token"],
  ])("for %s says so once, with key and scopes, and makes nothing", async (_what, token) => {
    const { errors, made } = await refused(token);
    expect(errors).toEqual([
      expect.stringMatching(
        /^ingress\.cloudflare\.zone = "example\.com": .*hearth:cloudflareApiToken.*Zone: DNS: Edit/,
      ),
    ]);
    expect(made).toEqual([]);
  });

  it("for missing keys names each with the command that sets it, and makes nothing", async () => {
    const { errors, made } = await refused(TOKEN, ["cloudflareApiToken", "tailscaleClientId"]);
    expect(errors.flatMap((text) => text.split("\n"))).toEqual([
      expect.stringMatching(/pulumi config set --secret hearth:cloudflareApiToken --stack home$/),
      expect.stringMatching(/pulumi config set --secret hearth:tailscaleClientId --stack home$/),
    ]);
    expect(made).toEqual([]);
  });
});

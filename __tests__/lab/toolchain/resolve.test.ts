import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Download, Tool } from "../../../lab/toolchain/catalog";
import {
  ToolCache,
  ToolchainError,
  resolveTools,
  type Progress,
  type ResolveOptions,
} from "../../../lab/toolchain/index";
import { compareVersions } from "../../../lab/toolchain/resolve";

const platform = { os: "linux", arch: "amd64" } as const;
let dir: string;
let cache: ToolCache;
const servers: Server[] = [];

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "hearth-toolchain-"));
  cache = new ToolCache(path.join(dir, "cache"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(dir, { recursive: true, force: true });
});

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function tool(download?: Download | string): Tool {
  return {
    name: "anvil",
    version: "1.2.3",
    onPath: { args: ["--version"], atLeast: "1.2.0", below: "2.0.0" },
    ...(download === undefined ? {} : { download: () => download }),
    build: { moduleDir: dir, package: "example.com/anvil" },
  };
}

/** A script on a PATH of its own that says it is `version`. */
function onPath(version: string): string {
  const bin = path.join(dir, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, "anvil"), `#!/bin/sh\necho "anvil v${version}"\n`);
  chmodSync(path.join(bin, "anvil"), 0o755);
  return bin;
}

const cannotBuild: ResolveOptions["build"] = () => Promise.reject(new Error("no compiler"));
const canBuild: ResolveOptions["build"] = (_what, target) => {
  writeFileSync(target, "built");
  return Promise.resolve();
};

const resolve = (wanted: Tool, options: ResolveOptions = {}) =>
  resolveTools({ anvil: wanted }, { cache, platform, searchPath: "", ...options });

describe("the order of the four ways", () => {
  it("takes a fitting executable on PATH before all else", async () => {
    const { anvil } = await resolve(tool(), { searchPath: onPath("1.9.0"), build: canBuild });
    expect(anvil).toEqual({
      name: "anvil",
      path: path.join(dir, "bin", "anvil"),
      version: "1.9.0",
      way: "PATH",
    });
  });

  it("passes over an executable on PATH in another version", async () => {
    const { anvil } = await resolve(tool(), { searchPath: onPath("2.0.0"), build: canBuild });
    expect(anvil.way).toBe("build");
  });

  it("takes the cache before the network, and what it built once is in the cache", async () => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(404).end();
    });
    const wanted = tool({ url: `${base}/anvil`, checksum: { kind: "file", url: `${base}/sum` } });
    expect((await resolve(wanted, { build: canBuild })).anvil.way).toBe("build");
    expect(asked).toEqual(["/sum"]);
    const again = await resolve(wanted, { build: cannotBuild });
    expect(again.anvil).toMatchObject({ way: "cache", path: cache.pathOf(wanted, platform) });
    expect(asked).toEqual(["/sum"]);
  });

  it("makes a tool once when two ask for it at the same time", async () => {
    let builds = 0;
    const slow: ResolveOptions["build"] = async (_what, target) => {
      builds += 1;
      await new Promise((done) => setTimeout(done, 20));
      writeFileSync(target, "built");
    };
    const ways = await Promise.all([
      resolve(tool(), { build: slow }),
      resolve(tool(), { build: slow }),
    ]);
    expect(builds).toBe(1);
    expect(ways.map(({ anvil }) => anvil.way).sort()).toEqual(["build", "cache"]);
  });

  it("takes over the lock of a process that is gone", async () => {
    const lock = path.join(cache.root, "locks", "anvil-1.2.3-linux-amd64");
    mkdirSync(path.dirname(lock), { recursive: true });
    writeFileSync(lock, "2147483646\n");
    expect((await resolve(tool(), { build: canBuild })).anvil.way).toBe("build");
  });
});

describe("a download", () => {
  const body = "#!/bin/sh\necho official\n";

  it.each<[string, (base: string) => Download["checksum"], string]>([
    ["a bare digest", (base) => ({ kind: "file", url: `${base}/sum` }), `${sha256(body)}\n`],
    [
      "a list of sums",
      (base) => ({ kind: "sums", url: `${base}/sum`, asset: "anvil.bin" }),
      `${"0".repeat(64)}  other.bin\n${sha256(body)}  anvil.bin\n`,
    ],
    [
      "a release's asset digests",
      (base) => ({ kind: "github", url: `${base}/sum`, asset: "anvil.bin" }),
      JSON.stringify({ assets: [{ name: "anvil.bin", digest: `sha256:${sha256(body)}` }] }),
    ],
  ])("is used when it matches %s", async (_name, checksum, published) => {
    const base = await serve((request, response) =>
      response.end(request.url === "/sum" ? published : body),
    );
    const wanted = tool({ url: `${base}/anvil.bin`, checksum: checksum(base) });
    const { anvil } = await resolve(wanted, { build: cannotBuild });
    expect(anvil.way).toBe("download");
    expect(readFileSync(anvil.path, "utf8")).toBe(body);
  });

  it("is thrown away when its digest differs, and the build takes its place", async () => {
    const base = await serve((request, response) =>
      response.end(request.url === "/sum" ? sha256("something else") : body),
    );
    const wanted = tool({ url: `${base}/anvil`, checksum: { kind: "file", url: `${base}/sum` } });
    const { anvil } = await resolve(wanted, { build: canBuild });
    expect(anvil.way).toBe("build");
    expect(readFileSync(anvil.path, "utf8")).toBe("built");
  });

  it("is not tried without a published digest", async () => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.end("{}");
    });
    const wanted = tool({
      url: `${base}/anvil`,
      checksum: { kind: "github", url: `${base}/release`, asset: "anvil" },
    });
    expect((await resolve(wanted, { build: canBuild })).anvil.way).toBe("build");
    expect(asked).toEqual(["/release"]);
  });

  it("falls through when the network swallows the request", async () => {
    const base = await serve(() => undefined);
    const wanted = tool({ url: `${base}/anvil`, checksum: { kind: "file", url: `${base}/sum` } });
    const failed = resolve(wanted, { build: cannotBuild, limits: { answer: 30, whole: 30 } });
    await expect(failed).rejects.toThrow(`${base}/sum: no answer within 0.03 s`);
  });
});

describe("a tool that cannot be had", () => {
  it("ends with one message that tells how each way failed", async () => {
    const base = await serve((_request, response) => void response.writeHead(403).end());
    const wanted = tool({ url: `${base}/anvil`, checksum: { kind: "file", url: `${base}/sum` } });
    const failed = resolve(wanted, { searchPath: onPath("0.9.0"), build: cannotBuild });
    await expect(failed).rejects.toThrow(ToolchainError);
    await expect(failed).rejects.toMatchObject({
      message: [
        "The lab cannot get anvil 1.2.3:",
        "  anvil 1.2.3",
        `    PATH      ${dir}/bin/anvil is 0.9.0; needed: 1.2.0 or newer, below 2.0.0`,
        `    cache     ${cache.pathOf(wanted, platform)} is not there`,
        `    download  ${base}/sum: HTTP 403`,
        "    build     no compiler",
        "Put a fitting one on PATH, allow the download, or install Go; then run this again.",
        "`npm run plan` and `npm run render` need none of these tools.",
      ].join("\n"),
    });
  });

  it("names every missing tool at once, and still gets the others", async () => {
    const other = { ...tool("not published"), name: "bellows" };
    const third = { ...tool("not published"), name: "tongs" };
    const build: ResolveOptions["build"] = (_what, target) => {
      if (!target.includes("tongs")) return Promise.reject(new Error("no compiler"));
      writeFileSync(target, "built");
      return Promise.resolve();
    };
    const failed = resolveTools(
      { anvil: tool("not published"), bellows: other, tongs: third },
      { cache, platform, searchPath: "", build },
    );
    await expect(failed).rejects.toMatchObject({
      failures: [{ tool: "anvil" }, { tool: "bellows" }],
    });
    expect(cache.has(cache.pathOf(third, platform))).toBe(true);
  });
});

it("tells what it does and how long it took last time", async () => {
  cache.recordTime("build anvil 1.2.3", 65_000);
  const told: unknown[] = [];
  const progress: Progress = {
    start: (...step) => {
      told.push(step);
      return (failure) => told.push(failure ?? "ready");
    },
  };
  await resolve(tool("not published"), { build: canBuild, progress });
  expect(told).toEqual([["anvil 1.2.3", "building its Go module", 65_000], "ready"]);
});

it("compares versions by number", () => {
  expect(["1.10.0", "1.9.9", "2.0.0", "1.9.10"].sort(compareVersions)).toEqual([
    "1.9.9",
    "1.9.10",
    "1.10.0",
    "2.0.0",
  ]);
});

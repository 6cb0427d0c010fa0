import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  installOfficial,
  pluginSources,
  type PluginInstaller,
  type PluginSources,
} from "../../../cli/lab/official-plugins";

const kubernetes = { name: "kubernetes", version: "4.34.2" };
const talos = { name: "talos", version: "0.8.1", server: "github://api.github.com/pulumiverse" };

const DAY = 24 * 60 * 60 * 1000;
/** Nothing listens there: the port is reserved (RFC 6335). */
const SILENT = "http://127.0.0.1:1";

let root: string;
let host: Server;
let url: string;
let asked: string[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "hearth-plugins-"));
  asked = [];
  host = createServer((_request, response) => response.writeHead(403).end());
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${String((host.address() as AddressInfo).port)}`;
});

afterEach(async () => {
  await new Promise((resolve) => host.close(resolve));
  rmSync(root, { recursive: true });
});

function sources(hosts: PluginSources["hosts"], now = 0): PluginSources {
  return {
    ...pluginSources(join(root, "home"), join(root, "cache")),
    hosts,
    answer: 2_000,
    whole: 50,
    now: () => now,
  };
}

/** An installer that does as told for each plugin, and remembers what it was asked for. */
function installer(outcome: "done" | "refused" | "hangs"): PluginInstaller {
  const act = (name: string): Promise<void> => {
    asked.push(name);
    if (outcome === "hangs") return new Promise(() => undefined);
    return outcome === "done" ? Promise.resolve() : Promise.reject(new Error("HTTP 403"));
  };
  return {
    installPlugin: (name, version) => act(`${name} ${version}`),
    installPluginFromServer: (name, version, server) => act(`${name} ${version} ${server}`),
  };
}

test("what the engine installs is had, from a server of its own where it has one", async () => {
  const had = await installOfficial(
    [kubernetes, talos],
    installer("done"),
    sources({ pulumi: [SILENT, url], github: [url] }),
  );
  expect([...had]).toEqual(["kubernetes", "talos"]);
  expect(asked).toEqual(["kubernetes v4.34.2", "talos v0.8.1 github://api.github.com/pulumiverse"]);
});

test("nothing is asked of the engine where no host answers, and none is remembered as missing", async () => {
  const silent = sources({ pulumi: [SILENT, SILENT], github: [SILENT] });
  expect(await installOfficial([kubernetes, talos], installer("done"), silent)).toEqual(new Set());
  expect(asked).toEqual([]);
  const back = sources({ pulumi: [url], github: [SILENT] });
  expect(await installOfficial([kubernetes, talos], installer("done"), back)).toEqual(
    new Set(["kubernetes"]),
  );
});

test.each(["refused", "hangs"] as const)(
  "a plugin whose download %s is not asked for again for a day",
  async (outcome) => {
    const hosts = { pulumi: [url], github: [url] };
    const miss = await installOfficial([kubernetes], installer(outcome), sources(hosts, 1));
    expect([...miss]).toEqual([]);
    expect(asked).toEqual(["kubernetes v4.34.2"]);
    await installOfficial([kubernetes, talos], installer("done"), sources(hosts, DAY));
    expect(asked.slice(1)).toEqual(["talos v0.8.1 github://api.github.com/pulumiverse"]);
    const later = await installOfficial([kubernetes], installer("done"), sources(hosts, DAY + 1));
    expect([...later]).toEqual(["kubernetes"]);
  },
);

test("one that is installed is not asked for, in any stack; half a download is", async () => {
  const first = sources({ pulumi: [SILENT], github: [SILENT] });
  mkdirSync(join(first.dir, "resource-kubernetes-v4.34.2"));
  mkdirSync(join(first.dir, "resource-talos-v0.8.1"));
  writeFileSync(join(first.dir, "resource-talos-v0.8.1.partial"), "");
  const second = {
    ...first,
    ...pluginSources(join(root, "other-home"), join(root, "cache")),
    hosts: first.hosts,
  };
  for (const each of [first, second]) {
    expect([...(await installOfficial([kubernetes, talos], installer("done"), each))]).toEqual([
      "kubernetes",
    ]);
  }
  expect(asked).toEqual([]);
});

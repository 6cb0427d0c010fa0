import { randomInt } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

/**
 * Ports below those that systems give to outgoing connections (from 32768 on in Linux, 49152 on
 * macOS): such a connection could hold a port of a world that is just not running.
 */
const RANGE = { first: 20_000, count: 12_000 };

/**
 * Chooses a free loopback port for each name and remembers the choice in `file`, because
 * addresses end up in kubeconfigs and state files that outlive a run. A remembered port that
 * somebody else took in the meantime is chosen anew.
 */
export async function choosePorts<K extends string>(
  file: string,
  names: readonly K[],
): Promise<Record<K, number>> {
  const remembered = read(file);
  const chosen: Record<string, number> = {};
  const taken = new Set(Object.values(remembered));
  for (const name of names) {
    const before = remembered[name];
    let port = before !== undefined && (await isFree(before)) ? before : undefined;
    while (port === undefined) {
      const candidate = RANGE.first + randomInt(RANGE.count);
      if (!taken.has(candidate) && (await isFree(candidate))) port = candidate;
    }
    taken.add(port);
    chosen[name] = port;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  const staged = `${file}.partial`;
  writeFileSync(staged, `${JSON.stringify({ ...remembered, ...chosen }, undefined, 2)}\n`);
  renameSync(staged, file);
  return chosen;
}

function read(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
  } catch {
    return {};
  }
}

/** Whether the port can be listened on now. */
async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => {
      server.close(() => resolve(true));
    });
  });
}

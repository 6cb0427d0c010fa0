import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";

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
    let port = before !== undefined && (await tryPort(before)) ? before : undefined;
    while (port === undefined) {
      const candidate = await tryPort(0);
      if (candidate !== undefined && !taken.has(candidate)) port = candidate;
    }
    taken.add(port);
    chosen[name] = port;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...remembered, ...chosen }, undefined, 2)}\n`);
  return chosen;
}

function read(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
  } catch {
    return {};
  }
}

/** The port if it can be listened on now (any free one for 0), else undefined. */
async function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const found = (server.address() as AddressInfo).port;
      server.close(() => resolve(found));
    });
  });
}

import { createHash } from "node:crypto";
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { Checksum, Download } from "./catalog";
import { run } from "./run";

/** Bounds, in milliseconds: a network that drops packets must cost seconds, not minutes. */
export interface DownloadLimits {
  /** Until the response's headers are there. */
  readonly answer: number;
  /** Until the whole body is there. */
  readonly whole: number;
}

/** Enough for a slow link, and little for none. */
export const defaultLimits: DownloadLimits = { answer: 4_000, whole: 600_000 };

/**
 * Fetches an official build into `target` and proves it against the published SHA-256, which is
 * fetched first: a release without one is not used.
 *
 * @throws Error with a one-line reason; `target` is then absent or incomplete.
 */
export async function download(
  what: Download,
  target: string,
  limits: DownloadLimits = defaultLimits,
): Promise<void> {
  const expected = await publishedDigest(what.checksum, limits);
  const scratch = mkdtempSync(path.join(path.dirname(target), ".download-"));
  try {
    const body = path.join(scratch, "body");
    const response = await get(what.url, limits);
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream<Uint8Array>),
      createWriteStream(body),
      { signal: AbortSignal.timeout(limits.whole) },
    );
    const actual = await sha256(body);
    if (actual !== expected) {
      throw new Error(`${what.url}: SHA-256 is ${actual}, published is ${expected}`);
    }
    if (what.member === undefined) {
      await run("cp", [body, target]);
    } else {
      await run("tar", ["-xzf", body, "-C", scratch, what.member]);
      await run("cp", [path.join(scratch, what.member), target]);
    }
    chmodSync(target, 0o755);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function get(url: string, limits: DownloadLimits): Promise<Response> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), limits.answer);
  let response: Response;
  try {
    // The signal guards the wait for headers only; the body has a bound of its own.
    response = await fetch(url, { signal: waiting.signal, redirect: "follow" });
  } catch (error) {
    const reason = waiting.signal.aborted
      ? `no answer within ${limits.answer / 1000} s`
      : causeOf(error);
    throw new Error(`${url}: ${reason}`);
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return response;
}

async function publishedDigest(checksum: Checksum, limits: DownloadLimits): Promise<string> {
  const response = await get(checksum.url, limits);
  const text = await response.text();
  let digest: string | undefined;
  switch (checksum.kind) {
    case "file":
      digest = text.trim().split(/\s+/)[0];
      break;
    case "sums":
      digest = text
        .split("\n")
        .map((line) => line.trim().split(/\s+\*?/))
        .find(([, name]) => name === checksum.asset)?.[0];
      break;
    case "github":
      digest = githubDigest(text, checksum.asset);
      break;
  }
  if (!/^[0-9a-f]{64}$/.test(digest ?? "")) throw new Error(`${checksum.url}: no SHA-256 in it`);
  return digest as string;
}

function githubDigest(text: string, asset: string): string | undefined {
  const release = JSON.parse(text) as { assets?: { name: string; digest?: string | null }[] };
  const found = release.assets?.find(({ name }) => name === asset);
  return found?.digest?.replace(/^sha256:/, "");
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

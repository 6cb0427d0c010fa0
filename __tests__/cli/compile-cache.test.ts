import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface CompileCache {
  read(key: string, directory: string, now: number): string | undefined;
  write(key: string, content: string, directory: string): void;
  prune(directory: string, now: number): void;
}

const { read, write, prune } = jest.requireActual<CompileCache>("../../cli/compile-cache.cjs");

const DAY = 86_400_000;
const now = Date.now();

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hearth-compiled-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Makes an entry that was last used so many days ago. */
function entry(key: string, days: number, folder = directory): void {
  write(key, `content of ${key}`, folder);
  const then = (now - days * DAY) / 1000;
  utimesSync(join(folder, key), then, then);
}

const entries = (folder = directory) => readdirSync(folder).filter((name) => name !== "pruned");

test("an entry is read as it was written, and no other is", () => {
  write("a.js", "content", directory);
  expect(read("a.js", directory, now)).toBe("content");
  expect(read("b.js", directory, now)).toBeUndefined();
  expect(entries()).toEqual(["a.js"]);
});

test("a folder that cannot be written is no cache, and no error", () => {
  write("file", "content", directory);
  const folder = join(directory, "file", "below");
  write("a.js", "content", folder);
  expect(read("a.js", folder, now)).toBeUndefined();
});

test("what nobody used for a month goes, Node's own entries too", () => {
  const former = join(directory, "v22.0.0-x64");
  const current = join(directory, "v24.0.0-x64");
  for (const folder of [former, current]) mkdirSync(folder);
  entry("old.js", 31);
  entry("new.js", 29);
  entry("old.js.4711", 31);
  entry("module.cache", 31, former);
  entry("module.cache", 29, current);
  entry("gone.cache", 31, current);
  prune(directory, now);
  expect(entries().sort()).toEqual(["new.js", "v24.0.0-x64"]);
  expect(entries(current)).toEqual(["module.cache"]);
});

test("an entry that is read stays", () => {
  entry("used.js", 31);
  entry("unused.js", 31);
  read("used.js", directory, now);
  prune(directory, now);
  expect(entries()).toEqual(["used.js"]);
});

test("an entry that was used today is not written to", () => {
  entry("a.js", 0.5);
  const before = statSync(join(directory, "a.js")).mtimeMs;
  read("a.js", directory, now);
  expect(statSync(join(directory, "a.js")).mtimeMs).toBe(before);
});

test("it looks once a day", () => {
  prune(directory, now);
  entry("old.js", 31);
  prune(directory, now + 0.9 * DAY);
  expect(entries()).toEqual(["old.js"]);
  prune(directory, now + 1.1 * DAY);
  expect(entries()).toEqual([]);
});

test("a folder that is not there is no error", () => {
  const missing = join(directory, "missing");
  prune(missing, now);
  expect(existsSync(missing)).toBe(false);
});

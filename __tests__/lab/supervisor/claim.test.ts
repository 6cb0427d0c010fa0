import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claim, type Claim } from "../../../lab/supervisor/claim";
import { identify, isRunning, type ProcessIdentity } from "../../../lab/supervisor/identity";

let dir: string;
let file: string;
let other: ChildProcess;
let holder: ProcessIdentity;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "hearth-claim-"));
  file = path.join(dir, "claim");
  other = spawn("/bin/sleep", ["60"]);
  holder = identify(other.pid ?? 0) as ProcessIdentity;
});
afterEach(() => {
  other.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

const write = (content: string) => writeFileSync(file, content);

it("is held by one process at a time, which is named to the next", () => {
  write(JSON.stringify(holder));
  expect(claim(file)).toEqual(holder);
  expect(readdirSync(dir)).toEqual(["claim"]);
});

it("is free again once it is released", () => {
  const first = claim(file) as Claim;
  expect(claim(file)).toMatchObject({ pid: process.pid });
  first.release();
  expect(readdirSync(dir)).toEqual([]);
  expect(claim(file)).toHaveProperty("release");
});

it("counts for nothing when its holder was killed", async () => {
  write(JSON.stringify(holder));
  other.kill("SIGKILL");
  while (isRunning(holder)) await sleep(5);
  expect(claim(file)).toHaveProperty("release");
  expect(readdirSync(dir)).toEqual(["claim"]);
});

it("is not held by another process that got the holder's pid since", () => {
  write(JSON.stringify({ ...holder, started: "before" }));
  expect(claim(file)).toHaveProperty("release");
});

it("is not held by a file that a kill cut off", () => {
  write('{"pid": 1');
  expect(claim(file)).toHaveProperty("release");
});

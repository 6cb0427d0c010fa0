import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify } from "../../../lab/supervisor/identity";
import { Keeper } from "../../../lab/supervisor/keeper";
import { choosePorts } from "../../../lab/supervisor/ports";
import { Supervisor, type ProcessSpec } from "../../../lab/supervisor/supervisor";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "hearth-supervisor-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const shell = (name: string, script: string): ProcessSpec => ({
  name,
  command: "/bin/sh",
  args: ["-c", script],
});

async function gone(pid: number): Promise<void> {
  while (identify(pid) !== undefined) await sleep(10);
}

it("keeps a log and a pid file while a process runs", async () => {
  const supervisor = new Supervisor(dir);
  const { pid } = await supervisor.start(
    shell("talker", "echo hello; echo oops >&2; exec sleep 60"),
  );
  expect(JSON.parse(readFileSync(path.join(dir, "pids/talker.json"), "utf8"))).toMatchObject({
    pid,
  });
  expect(supervisor.names()).toEqual(["talker"]);
  await supervisor.stopAll();
  await gone(pid);
  expect(existsSync(path.join(dir, "pids/talker.json"))).toBe(false);
  expect(readFileSync(path.join(dir, "logs/talker.log"), "utf8")).toBe("hello\noops\n");
});

it("makes a process end that does not want to", async () => {
  const supervisor = new Supervisor(dir);
  const stubborn = await supervisor.start(
    shell("stubborn", "trap '' TERM; echo up; while :; do sleep 1; done"),
  );
  while (!stubborn.tail().includes("up")) await sleep(5);
  await stubborn.stop(50);
  expect(await stubborn.ended).toBe("SIGKILL");
  await supervisor.stopAll();
});

it("ends a process whose supervisor was killed before it knew its pid", async () => {
  // An argument that no other process has.
  const seconds = `60.${String(process.pid)}`;
  const left = spawn("/bin/sleep", [seconds], { stdio: "ignore" });
  const ended = new Promise((resolve) =>
    left.once("exit", (_code, signal) => {
      resolve(signal);
    }),
  );
  mkdirSync(path.join(dir, "pids"));
  const intent = { pid: 0, started: "", command: `/bin/sleep ${seconds}` };
  writeFileSync(path.join(dir, "pids/sleeper.json"), JSON.stringify(intent));
  expect(await new Supervisor(dir).reapAll()).toEqual(["sleeper"]);
  expect(await ended).toBe("SIGTERM");
  expect(existsSync(path.join(dir, "pids/sleeper.json"))).toBe(false);
});

it("leaves no pid file of what cannot be started", async () => {
  const supervisor = new Supervisor(dir);
  const missing = supervisor.start({ name: "ghost", command: "/nowhere/ghost", args: [] });
  await expect(missing).rejects.toThrow("cannot start ghost");
  expect(await supervisor.reapAll()).toEqual([]);
});

it("says what cannot be started", async () => {
  const missing = new Supervisor(dir).start({ name: "ghost", command: "/nowhere/ghost", args: [] });
  await expect(missing).rejects.toThrow("cannot start ghost: spawn /nowhere/ghost ENOENT");
});

it("passes whole lines on, however they arrive", async () => {
  const heard: string[] = [];
  const supervisor = new Supervisor(dir);
  const script = `printf '{"a":'; sleep 0.05; printf '1}\\n{"b":2}\\n'`;
  const { ended } = await supervisor.start({
    ...shell("lines", script),
    onLine: (line) => heard.push(line),
  });
  await ended;
  while (heard.length < 2) await sleep(5);
  expect(heard).toEqual(['{"a":1}', '{"b":2}']);
  await supervisor.stopAll();
});

it("ends what a crashed run left, and only that", async () => {
  const left = spawn("/bin/sh", ["-c", "exec sleep 60"], { detached: true, stdio: "ignore" });
  const stranger = spawn("/bin/sh", ["-c", "exec sleep 61"], { detached: true, stdio: "ignore" });
  const [leftPid, strangerPid] = [left.pid ?? 0, stranger.pid ?? 0];
  await sleep(30);
  const write = (name: string, identity: object): void =>
    writeFileSync(path.join(dir, "pids", `${name}.json`), JSON.stringify(identity));
  const supervisor = new Supervisor(dir);
  await (
    await supervisor.start(shell("first", "exit 0"))
  ).ended;
  write("left", { ...identify(leftPid) });
  // The pid of a process that ended long ago and that another one has got since.
  write("reused", { ...identify(strangerPid), started: "1" });

  expect(await supervisor.reapAll()).toEqual(["left"]);
  await gone(leftPid);
  expect(identify(strangerPid)).toBeDefined();
  stranger.kill("SIGKILL");
  await supervisor.stopAll();
});

it("leaves nothing running when it dies without a chance to clean up", async () => {
  const pidFile = path.join(dir, "pids/orphan.json");
  const module = path.join(__dirname, "../../../lab/supervisor/supervisor");
  const program = `
    const { Supervisor } = require(${JSON.stringify(module)});
    new Supervisor(${JSON.stringify(dir)}).start({
      name: "orphan", command: "/bin/sh", args: ["-c", "exec sleep 60"],
    }).then(() => setTimeout(() => process.kill(process.pid, "SIGKILL"), 50));
  `;
  const parent = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program], {
    stdio: "inherit",
  });
  await new Promise((resolve) => parent.once("exit", resolve));
  const { pid } = JSON.parse(readFileSync(pidFile, "utf8")) as { pid: number };
  await gone(pid);
});

it("starts a process again that ends by itself, until it is stopped", async () => {
  const supervisor = new Supervisor(dir);
  const restarts: string[] = [];
  const keeper = new Keeper(supervisor, shell("flaky", "echo up; exit 3"), (name, log) =>
    restarts.push(`${name}: ${log}`),
  );
  await keeper.start();
  while (restarts.length < 2) await sleep(10);
  await keeper.stop();
  expect(restarts[0]).toBe("flaky: up");
  await supervisor.stopAll();
});

describe("ports", () => {
  it("stay the same while they are free, and change when they are not", async () => {
    const file = path.join(dir, "ports.json");
    const first = await choosePorts(file, ["a", "b"]);
    expect(first.a).not.toBe(first.b);
    expect(await choosePorts(file, ["a", "b"])).toEqual(first);
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(first.a, "127.0.0.1", resolve));
    const second = await choosePorts(file, ["a", "b"]);
    expect(second.a).not.toBe(first.a);
    expect(second.b).toBe(first.b);
    await new Promise((resolve) => thief.close(resolve));
  });
});

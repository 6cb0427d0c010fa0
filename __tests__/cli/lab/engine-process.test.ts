import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StackNotFoundError } from "@pulumi/pulumi/automation";
import { EngineProcess, endOrphan } from "../../../cli/lab/engine-process";
import { identify } from "../../../lab/supervisor/identity";

let dir: string;
let file: string;
let engine: EngineProcess;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "hearth-engine-"));
  file = path.join(dir, "engine.json");
});
afterEach(() => {
  engine.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A CLI that is a shell script. */
function cli(script: string): EngineProcess {
  const command = path.join(dir, "pulumi");
  writeFileSync(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  engine = new EngineProcess({ command, version: null }, file);
  return engine;
}

it("gives arguments and environment on, and what the CLI writes back", async () => {
  const output: string[] = [];
  const ended = await cli('echo "$@"; echo "$COLOR" >&2').run(
    ["up", "--non-interactive"],
    dir,
    { COLOR: "never" },
    (data) => output.push(data),
  );
  expect(ended).toMatchObject({ code: 0, stdout: "up --non-interactive\n", stderr: "never\n" });
  expect(output.join("")).toBe("up --non-interactive\n");
});

it("fails with the Automation API's own errors", async () => {
  const missing = cli("echo \"error: no stack named 'lab' found\" >&2; exit 1").run([], dir, {});
  await expect(missing).rejects.toBeInstanceOf(StackNotFoundError);
  await expect(missing).rejects.toThrow("no stack named 'lab' found");
});

it("runs the CLI in a process group of its own, and names it while it runs", async () => {
  const { stdout } = await cli(`ps -o pgid= -p $$; echo $$; cat ${file}`).run([], dir, {});
  const [group, pid, named = ""] = stdout.split("\n");
  expect(group?.trim()).toBe(pid);
  expect(JSON.parse(named)).toMatchObject({ pid: Number(pid) });
  expect(existsSync(file)).toBe(false);
});

it("interrupts the CLI once, and waits for its end", async () => {
  const stop = new AbortController();
  const running = cli(
    "trap 'echo stopping' INT; echo up; read never <&-; sleep 1 & wait; wait",
  ).run(
    [],
    dir,
    {},
    (data) => {
      if (data.includes("up")) stop.abort();
    },
    undefined,
    stop.signal,
  );
  expect((await running).stdout).toBe("up\nstopping\n");
});

it("ends the CLI when its own process is killed", async () => {
  cli(`echo $$ > ${dir}/pid; exec sleep 60`);
  const script = `
    const { EngineProcess } = require(${JSON.stringify(require.resolve("../../../cli/lab/engine-process"))});
    const engine = new EngineProcess({ command: ${JSON.stringify(engine.command)}, version: null }, ${JSON.stringify(file)});
    void engine.run([], ${JSON.stringify(dir)}, {});
    setInterval(() => require("node:fs").existsSync(${JSON.stringify(`${dir}/pid`)}) && process.kill(process.pid, "SIGKILL"), 20);
  `;
  const command = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script]);
  await new Promise((resolve) => command.once("exit", resolve));
  const orphan = JSON.parse(readFileSync(file, "utf8")) as { pid: number };
  await endOrphan(file);
  expect(identify(orphan.pid)).toBeUndefined();
});

it("kills an engine without a command that does not end", async () => {
  cli("");
  const stubborn = spawn("/bin/sleep", ["60"]);
  const ended = new Promise((resolve) =>
    stubborn.once("exit", (_code, signal) => {
      resolve(signal);
    }),
  );
  writeFileSync(file, JSON.stringify(identify(stubborn.pid ?? 0)));
  await endOrphan(file, 50);
  expect(await ended).toBe("SIGKILL");
  expect(existsSync(file)).toBe(false);
});

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { commands } from "../../cli/commands";
import { flags } from "../../cli/init/flags";

const HEARTH = join(__dirname, "../../cli/hearth.cjs");

const hearth = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [HEARTH, ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

test("without a command, and with one that is none, it says what there is", () => {
  for (const [args, status] of [
    [[], 0],
    [["pland"], 1],
  ] as const) {
    const told = hearth(...args);
    expect([told.status, told.stdout]).toEqual([status, ""]);
    for (const { usage } of Object.values(commands)) expect(told.stderr).toContain(usage);
  }
});

test.each(Object.keys(commands))("%s says how it is called, and does nothing", (name) => {
  const { status, stdout, stderr } = hearth(name, "--help");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(commands[name]?.usage);
});

test("init says what every flag and every kind of machine is", () => {
  const { stdout } = hearth("init", "-h");
  for (const flag of Object.keys(flags)) expect(stdout).toContain(`--${flag}`);
  expect(stdout).toContain("raspberry-pi-4");
});

test("a reader that has read enough ends a command without a trace", async () => {
  const child = spawn(process.execPath, [HEARTH, "plan", "home"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdout.destroy();
  const code = await new Promise((ended) => child.once("exit", ended));
  expect([code, errors]).toEqual([0, ""]);
});

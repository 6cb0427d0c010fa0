import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const ROOT = join(__dirname, "..", "..");

interface Project {
  readonly runtime: { readonly options: { readonly nodeargs: string } };
}
const { runtime } = parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as Project;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hearth-program-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs a program as the engine does: in the project's folder, with the arguments of Pulumi.yaml. */
function run(program: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(directory, "program.ts");
  writeFileSync(file, program);
  const argv = [...runtime.options.nodeargs.split(" "), file];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 30_000,
  });
  return { file, status, stdout, stderr };
}

/** Lines that a compiler takes out. */
const TYPES = "interface Gone {\n  readonly a: string;\n}\n";

test("the engine can load the program's TypeScript", () => {
  const program = `${TYPES}import * as pulumi from "@pulumi/pulumi";
const found: Gone = { a: typeof pulumi.ComponentResource };
console.log(found.a);`;
  const { stdout, stderr } = run(
    program.replace("@pulumi/pulumi", join(ROOT, "node_modules/@pulumi/pulumi")),
  );
  expect({ stdout, stderr }).toEqual({ stdout: "function\n", stderr: "" });
});

test.each([
  ["uncaughtException", 'setTimeout(() => { throw new Error("a defect"); });'],
  ["unhandledRejection", 'void Promise.reject(new Error("a defect"));'],
])("what Pulumi's runner prints of an %s names lines of the source", (event, failing) => {
  const { file, status, stdout } = run(`${TYPES}
process.on("${event}", (error: Error) => {
  console.log(error.stack);
  process.exit(32);
});
${failing}`);
  expect(status).toBe(32);
  expect(stdout).toContain("Error: a defect");
  expect(stdout).toContain(`${file}:9:`);
});

test.each([
  ["", false],
  ["1", true],
])("with PULUMI_DEBUG_PROMISE_LEAKS=%j a promise keeps its trace: %s", (wanted, kept) => {
  const program = `
const { debuggablePromise } = require("${join(ROOT, "node_modules/@pulumi/pulumi/runtime/debuggable")}");
const promise = Promise.resolve();
void debuggablePromise(promise, "test");
console.log((promise as unknown as { _debugStackTrace: string })._debugStackTrace);`;
  const { file, stdout } = run(program, { PULUMI_DEBUG_PROMISE_LEAKS: wanted });
  expect(stdout).toMatch(/^Error/);
  expect(stdout.includes(file)).toBe(kept);
});

test("a defect before the runner listens ends the program", () => {
  const { status, stderr } = run('throw new Error("too early");');
  expect(status).not.toBe(0);
  expect(stderr).toContain("too early");
});

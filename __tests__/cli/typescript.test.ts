import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LOADER = join(__dirname, "..", "..", "cli", "typescript.cjs");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hearth-loader-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Loads a file by the loader in a process of its own and returns what it prints. */
function load(file: string): string {
  const program = `
    const { sourceLines } = require(${JSON.stringify(LOADER)});
    try { require(${JSON.stringify(file)}); } catch (error) { console.log(sourceLines(error.stack)); }`;
  return execFileSync(process.execPath, ["-e", program], { encoding: "utf8", timeout: 30_000 });
}

test("a file that changed is compiled again", () => {
  const file = join(directory, "value.ts");
  const say = (value: string) =>
    `const value: string = ${JSON.stringify(value)};\nconsole.log(value);\n`;
  writeFileSync(file, say("first"));
  expect(load(file)).toBe("first\n");
  expect(load(file)).toBe("first\n");
  writeFileSync(file, say("second"));
  expect(load(file)).toBe("second\n");
});

test("imports work without an extension, between modules and with types", () => {
  writeFileSync(
    join(directory, "part.ts"),
    "export const part = 41;\nexport type Part = number;\n",
  );
  writeFileSync(
    join(directory, "whole.ts"),
    'import { part, type Part } from "./part";\nconst whole: Part = part + 1;\nconsole.log(whole);\n',
  );
  expect(load(join(directory, "whole"))).toBe("42\n");
});

test("a stack trace names lines of the source", () => {
  const file = join(directory, "defect.ts");
  writeFileSync(
    file,
    "interface Gone {\n  readonly a: string;\n}\n\nfunction fail(gone: Gone): never {\n  throw new Error(gone.a);\n}\nfail({ a: 'x' });\n",
  );
  const trace = load(file);
  expect(trace).toContain(`${file}:6:`);
  expect(trace).toContain(`${file}:8:`);
});

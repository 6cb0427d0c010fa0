import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-load-"));
  mkdirSync(join(folder, "stacks"));
  mkdirSync(join(folder, "spec"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said of a stack with this text, loaded as the commands load it; null for nothing. */
function problemsOf(files: Readonly<Record<string, string>>): unknown {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const program = `
    require(${JSON.stringify(join(root, "cli/typescript.cjs"))});
    const { loadProblems } = require(${JSON.stringify(join(root, "spec/load-problems.ts"))});
    let found;
    try { require(${JSON.stringify(join(folder, "stacks/home.ts"))}); }
    catch (error) { found = loadProblems("stacks/home.ts", error); }
    console.log(JSON.stringify(found ?? null));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const NAME = "; correct the name, or import what it is";
const PLACE = "; correct the file there or just before";

test.each<[string, Record<string, string>, string]>([
  [
    "text that is no TypeScript",
    { "stacks/home.ts": "export default {\n  name: 'a',\n" },
    `stacks/home.ts:3:1: Expected identifier but found end of file${PLACE}`,
  ],
  [
    "the same in a file beside it",
    { "stacks/home.ts": 'import "./hardware";', "stacks/hardware.ts": "export const a = };" },
    `stacks/hardware.ts:1:18: Unexpected "}"${PLACE}`,
  ],
  [
    "a name that is not there",
    { "stacks/home.ts": "export default { hardware: pi4 };" },
    `stacks/home.ts: pi4 is not defined${NAME}`,
  ],
  [
    "a file that is not there",
    { "stacks/home.ts": 'import "./hardwre";' },
    `stacks/home.ts: Cannot find module './hardwre'${NAME}`,
  ],
  [
    "a part of what is not there",
    {
      "stacks/home.ts": 'import { pi } from "./hardware"; export default pi.disks.first;',
      "stacks/hardware.ts": "export const pi: any = {};",
    },
    `stacks/home.ts: Cannot read properties of undefined (reading 'first')${NAME}`,
  ],
])("%s is the author's to mend", (_what, files, line) => {
  expect(problemsOf(files)).toEqual([line]);
});

test("a defect of the program stays one", () => {
  expect(
    problemsOf({
      "stacks/home.ts": 'import "../spec/define";',
      "spec/define.ts": "throw new Error('a defect');",
    }),
  ).toBeNull();
  expect(problemsOf({ "stacks/home.ts": "export default {};" })).toBeNull();
});

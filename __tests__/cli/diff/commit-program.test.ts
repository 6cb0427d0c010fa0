import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CommitProgram } from "../../../cli/diff/commit-program";

/** A program that notes that it ran, and prints what \`answer.json\` beside it holds. */
const PROGRAM = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const [command, stack, , out] = process.argv.slice(2);
appendFileSync(process.env.RUNS, command + " " + stack + "\\n");
const answer = readFileSync("answer.json", "utf8");
if (answer === "fail") { console.error("no such thing\\n    at somewhere.js:1"); process.exit(1); }
if (command === "plan") process.stdout.write(answer);
else { mkdirSync(out + "/_talos", { recursive: true }); writeFileSync(out + "/_talos/pi.yaml", answer); }
`;

const PLAN = { stack: "home", resources: [], outputs: {}, longestChain: [] };

let folder: string;
let root: string;
const runs = () =>
  existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").split("\n") : [];
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd: root,
    encoding: "utf8",
  });
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const commit = (message: string) => {
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", message);
};

let places = 0;
async function open(ref: string, stack = "home", stop?: AbortSignal) {
  const place = join(folder, `place-${String(places++)}`);
  mkdirSync(place);
  return CommitProgram.open({ ref, stack, root, folder: place }, stop);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-commit-"));
  root = join(folder, "repository");
  process.env["RUNS"] = join(folder, "runs");
  write("cli/hearth.cjs", PROGRAM);
  write("answer.json", JSON.stringify(PLAN));
  write("stacks/home.ts", "");
  write("sdks/talos/index.js", "1");
  write(".gitignore", "node_modules");
  write("node_modules/.package-lock.json", "{}");
  git("init", "-q", "-b", "main");
  commit("First");
});
afterEach(() => {
  delete process.env["RUNS"];
  rmSync(folder, { recursive: true, force: true });
});

test("a commit's program plans once for its files, whatever the commit is called", async () => {
  expect(await (await open("main"))?.plan()).toEqual(PLAN);
  expect(await (await open("HEAD"))?.plan()).toEqual(PLAN);
  commit("The same files");
  expect(await (await open("HEAD"))?.plan()).toEqual(PLAN);
  expect(runs()).toEqual(["plan home", ""]);
});

test("other files, packages, SDKs or stacks make another plan", async () => {
  await (await open("HEAD"))?.plan();
  write("answer.json", JSON.stringify({ ...PLAN, stack: "changed" }));
  // Of the working tree alone nothing is seen.
  expect(await (await open("HEAD"))?.plan()).toEqual(PLAN);
  write("stacks/trio.ts", "");
  commit("Second");
  expect(await (await open("HEAD"))?.plan()).toMatchObject({ stack: "changed" });
  expect(await (await open("HEAD~1"))?.plan()).toEqual(PLAN);
  expect(runs()).toHaveLength(3);
  await (await open("HEAD", "trio"))?.plan();
  write("node_modules/.package-lock.json", '{ "a": 1 }');
  await (await open("HEAD"))?.plan();
  write("sdks/talos/index.js", "2");
  await (await open("HEAD"))?.plan();
  expect(runs().slice(2)).toEqual(["plan trio", "plan home", "plan home", ""]);
});

test("what it renders is kept too", async () => {
  const files = new Map([["_talos/pi.yaml", JSON.stringify(PLAN)]]);
  expect(await (await open("HEAD"))?.render()).toEqual(files);
  expect(await (await open("HEAD"))?.render()).toEqual(files);
  expect(runs()).toEqual(["render home", ""]);
});

test("a kept plan that cannot be read is made again", async () => {
  await (await open("HEAD"))?.plan();
  const kept = join(root, "node_modules/.cache/hearth/plans");
  const entries = readdirSync(kept).filter((name) => name.endsWith(".json"));
  expect(entries).toHaveLength(1);
  for (const broken of ["", '{"half', "[]"]) {
    writeFileSync(join(kept, entries[0] ?? ""), broken);
    expect(await (await open("HEAD"))?.plan()).toEqual(PLAN);
  }
  expect(runs()).toHaveLength(5);
});

test("a program that cannot plan is reported without its trace, and tried again", async () => {
  write("answer.json", "fail");
  commit("Broken");
  for (let attempt = 0; attempt < 2; attempt++) {
    const program = await open("HEAD");
    await expect(program?.plan()).rejects.toThrow(
      /^--diff HEAD: the program of that commit cannot plan home; .*\n {2}no such thing$/,
    );
  }
  expect(runs()).toHaveLength(3);
});

test("a stack that the commit has not yet is none, and an unknown commit is reported", async () => {
  expect(await open("HEAD", "trio")).toBeUndefined();
  await expect(open("no-such-branch")).rejects.toThrow("--diff no-such-branch: git knows no such");
  await expect(open("--output=x")).rejects.toThrow("git knows no such commit");
});

test("the project may stand in a folder of its repository", async () => {
  const outer = root;
  root = join(outer, "infra");
  for (const file of ["cli/hearth.cjs", "answer.json", "stacks/home.ts", "sdks/talos/index.js"]) {
    write(file, readFileSync(join(outer, file), "utf8"));
  }
  write("answer.json", JSON.stringify({ ...PLAN, stack: "inner" }));
  symlinkSync(join(outer, "node_modules"), join(root, "node_modules"));
  commit("Move");
  expect(await (await open("HEAD"))?.plan()).toMatchObject({ stack: "inner" });
});

test("the repository's index stays as it is", async () => {
  write("stacks/home.ts", "changed");
  git("add", "-A");
  await (await open("HEAD"))?.plan();
  expect(git("status", "--porcelain")).toBe("M  stacks/home.ts\n");
});

test("what was begun can be stopped", async () => {
  write("cli/hearth.cjs", "setTimeout(() => {}, 600_000)");
  commit("Hang");
  const stop = new AbortController();
  const planned = (await open("HEAD", "home", stop.signal))?.plan();
  stop.abort();
  await expect(planned).rejects.toThrow("--diff HEAD");
});

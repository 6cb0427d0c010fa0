import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { DiffDocument } from "../../../cli/diff/document";
import { CANARY } from "../../../cli/harness/mock-world";

const ROOT = resolve(__dirname, "..", "..", "..");

/** The command takes a few seconds a call; a loaded machine makes it a minute. */
const PATIENCE = 240_000;

describe("plan --diff in a clone", () => {
  let folder: string;
  let clone: string;

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: clone,
    });
  const edit = (file: string, pattern: RegExp, text: string) => {
    const path = join(clone, file);
    const before = readFileSync(path, "utf8");
    const after = before.replace(pattern, text);
    if (after === before) throw new Error(`${file} has nothing like ${String(pattern)}`);
    writeFileSync(path, after);
  };
  /** Runs `plan home` there, with temporary files in a folder of its own that can be looked at. */
  const plan = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["cli/hearth.cjs", "plan", "home", ...args],
      {
        cwd: clone,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
        env: { ...process.env, TMPDIR: join(folder, "tmp") },
      },
    );
    return { status, stdout, stderr };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hearth-clone-"));
    clone = join(folder, "clone");
    // The working tree as it is, uncommitted changes included.
    const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    const deleted = new Set(
      execFileSync("git", ["ls-files", "-z", "-d"], { cwd: ROOT, encoding: "utf8" }).split("\0"),
    );
    for (const file of listed.split("\0")) {
      if (file === "" || file === "node_modules" || deleted.has(file)) continue;
      cpSync(join(ROOT, file), join(clone, file));
    }
    cpSync(join(ROOT, ".gitignore"), join(folder, "tmp", ".keep"));
    symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "Base");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() =>
    expect(readdirSync(join(folder, "tmp"))).not.toContainEqual(
      expect.stringMatching(/^hearth-diff/),
    ),
  );

  it(
    "shows one app's image and one node's kernel argument as exactly these two changes",
    () => {
      edit("versions.ts", /("ghcr\.io\/home-operations\/sonarr":\s*)"[^"]+"/, '$1"99.0.0"');
      edit(
        "stacks/home.ts",
        /("pi-04": \{[^}]*hardware: "raspberry-pi-4",)/,
        '$1\n      kernelArgs: ["audit=0"],',
      );
      const { status, stdout, stderr } = plan("--diff", "HEAD", "--json");
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).not.toContain(CANARY);
      const { changes, counts, violations } = JSON.parse(stdout) as DiffDocument;
      expect(
        changes.map(({ kind, title, fields, effects }) => [
          kind,
          title,
          fields.map(({ path, after }) => [path, after]),
          effects.map((effect) => [effect.kind, effect.text.split(":")[0]]),
        ]),
      ).toEqual([
        [
          "change",
          "node pi-04",
          [["image: customization.extraKernelArgs[]", "audit=0"]],
          [["reboot", "reboots this node"]],
        ],
        [
          "change",
          "Deployment media/sonarr",
          [["spec.template.spec.containers[app].image", "ghcr.io/home-operations/sonarr:99.0.0"]],
          [["restart", "restarts this workload"]],
        ],
      ]);
      expect(counts.changes).toEqual({ add: 0, change: 2, replace: 0, remove: 0 });
      expect(violations).toEqual([]);
    },
    PATIENCE,
  );

  it(
    "says what is wrong with a commit that it does not know or cannot plan",
    () => {
      const unknown = plan("--diff", "no-such-branch");
      expect(unknown.status).toBe(1);
      expect(unknown.stderr).toMatch(/^--diff no-such-branch: git knows no such commit/);
      git("stash", "-q");
      edit("stacks/home.ts", /role: "worker"/, 'role: "wroker"');
      git("commit", "-qam", "Break the stack");
      git("reset", "-q", "--hard", "HEAD~1");
      const broken = plan("--diff", "HEAD@{1}");
      expect(broken.status).toBe(1);
      expect(broken.stdout).toBe("");
      expect(broken.stderr).toMatch(
        /^--diff HEAD@\{1\}: the program of that commit cannot plan home/,
      );
      expect(broken.stderr).toContain("wroker");
      expect(broken.stderr).not.toMatch(/^\s+at /m);
    },
    PATIENCE,
  );
});

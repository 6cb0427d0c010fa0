import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { describeWithShell } from "./support/shell";

const workflow = parse(
  readFileSync(join(__dirname, "../.github/workflows/comment.yaml"), "utf8"),
) as {
  readonly jobs: {
    readonly comment: {
      readonly steps: readonly [{ readonly run: string }];
    };
  };
};
const [{ run: script }] = workflow.jobs.comment.steps;

const SHA = "a".repeat(40);
const RUN = "https://github.com/me/hearth/actions/runs/7";

/** In place of the GitHub CLI: answers from a file, and notes every call. */
const GH = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const body = args.find((one) => one.startsWith("body=@"));
appendFileSync("calls.jsonl", JSON.stringify({ args, body: body && readFileSync(body.slice(6), "utf8") }) + "\\n");
const { answers } = JSON.parse(readFileSync("answers.json", "utf8"));
const path = args.find((one) => one.startsWith("repos/"));
const answer = answers[path];
if (typeof answer === "string") process.stdout.write(readFileSync(answer));
else process.stdout.write(JSON.stringify(answer ?? {}));
`;

interface Call {
  readonly args: readonly string[];
  readonly body?: string;
}

describeWithShell("the comment of a pull request", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hearth-comment-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/gh"), GH);
    chmodSync(join(folder, "bin/gh"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** An artifact of a stack, as \`upload-artifact\` stores it. */
  function artifact(stack: string, text: string | Buffer): void {
    writeFileSync(join(folder, `diff-${stack}.txt`), text);
    execFileSync("zip", ["-q", `${stack}.zip`, `diff-${stack}.txt`], { cwd: folder });
  }

  /** Runs the step, with what GitHub answers beside the defaults. */
  function comment(changes: Record<string, unknown> = {}): readonly Call[] {
    const repo = "repos/me/hearth";
    const answers = {
      [`${repo}/pulls`]: [{ number: 12, head: { sha: SHA } }],
      [`${repo}/actions/runs/7/artifacts`]: {
        artifacts: [
          { id: 2, name: "diff-home", created_at: "2026-01-02T00:00:00Z" },
          { id: 1, name: "diff-home", created_at: "2026-01-01T00:00:00Z" },
          { id: 3, name: "diff-../../x", created_at: "2026-01-01T00:00:00Z" },
          { id: 4, name: "another", created_at: "2026-01-01T00:00:00Z" },
        ],
      },
      [`${repo}/actions/artifacts/2/zip`]: "home.zip",
      [`${repo}/issues/12/comments`]: [],
      ...changes,
    };
    writeFileSync(join(folder, "answers.json"), JSON.stringify({ answers }));
    const { status, stderr } = spawnSync("bash", ["--norc", "-e", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...{ PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}`, REPOSITORY: "me/hearth" },
        ...{ RUN: "7", RUN_URL: RUN, HEAD: "you:feature", SHA },
      },
    });
    expect([status, stderr]).toEqual([0, ""]);
    return readFileSync(join(folder, "calls.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Call);
  }

  const written = (calls: readonly Call[]) => calls.filter(({ body }) => body !== undefined);

  it("shows the newest artifact as code, and is made where there is none", () => {
    artifact("home", "1 to change.\n  ~ Deployment media/sonarr\n");
    const calls = comment();
    expect(calls[0]?.args).toEqual([
      ...["api", "--method", "GET", "repos/me/hearth/pulls"],
      ...["-f", "state=open", "-f", "head=you:feature"],
    ]);
    expect(written(calls)).toEqual([
      {
        args: [
          ...["api", "--method", "POST", "repos/me/hearth/issues/12/comments"],
          ...["-F", "body=@comment.md"],
        ],
        body: [
          "<!-- offline diff -->",
          "What this pull request would change, without a look at the clusters. Its own code wrote this:",
          `of a fork, read the code first. [The run](${RUN}) has it with every field folded.`,
          "",
          "### home",
          "",
          "    1 to change.",
          "      ~ Deployment media/sonarr",
          "",
          "",
        ].join("\n"),
      },
    ]);
  });

  it("is updated in place, and nobody else's is", () => {
    artifact("home", "No change.\n");
    const body = "<!-- offline diff -->\nold";
    const [call] = written(
      comment({
        "repos/me/hearth/issues/12/comments": [
          { id: 1, user: { login: "somebody" }, body },
          { id: 2, user: { login: "github-actions[bot]" }, body: "another workflow's" },
          { id: 3, user: { login: "github-actions[bot]" }, body },
        ],
      }),
    );
    expect(call?.args.slice(0, 4)).toEqual([
      ...["api", "--method", "PATCH", "repos/me/hearth/issues/comments/3"],
    ]);
  });

  it.each([
    ["a branch that moved on", [{ number: 12, head: { sha: "b".repeat(40) } }]],
    ["a branch without a pull request", []],
    ["a number that is none", [{ number: "12; rm", head: { sha: SHA } }]],
  ])("is not made for %s", (_what, pulls) => {
    artifact("home", "No change.\n");
    expect(written(comment({ "repos/me/hearth/pulls": pulls }))).toEqual([]);
  });

  it("lets no text of a fork out of its code block", () => {
    artifact(
      "home",
      Buffer.concat([
        Buffer.from(
          "a\rb\r\n\n</details>\n```\n@everyone\n![x](https://evil.example.com/)\n\u001b[2J\0$(id)\n",
        ),
        Buffer.from([0xff, 0xfe]),
        Buffer.from("\nend"),
      ]),
    );
    const [call] = written(comment());
    const text = call?.body ?? "";
    expect(text).not.toMatch(/[\r\0\u001b\ufffd]/);
    const block = text.slice(text.indexOf("### home\n\n") + "### home\n\n".length);
    expect(block).toContain("    ab\n");
    for (const line of block.split("\n")) expect(line).toMatch(/^(?: {4}.*)?$/);
  });

  it("fits what GitHub takes, however large an artifact is", () => {
    artifact("home", "\n".repeat(1_000_000) + "x".repeat(1_000_000));
    const [call] = written(comment());
    expect(call?.body?.length).toBeGreaterThan(20_000);
    expect(call?.body?.length).toBeLessThan(65_536 / 2);
  });

  it("gives each stack its share", () => {
    artifact("home", "x".repeat(100_000));
    artifact("trio", "y\n");
    const artifacts = [
      { id: 2, name: "diff-home", created_at: "2026-01-02T00:00:00Z" },
      { id: 5, name: "diff-trio", created_at: "2026-01-02T00:00:00Z" },
    ];
    const [call] = written(
      comment({
        "repos/me/hearth/actions/runs/7/artifacts": { artifacts },
        "repos/me/hearth/actions/artifacts/5/zip": "trio.zip",
      }),
    );
    expect(call?.body).toMatch(/### home\n\n {4}x+\n\n### trio\n\n {4}y\n\n$/);
    expect(call?.body?.length).toBeLessThan(25_000);
  });

  it("takes no other file of an artifact", () => {
    writeFileSync(join(folder, "other.txt"), "other");
    execFileSync("zip", ["-q", "home.zip", "other.txt"], { cwd: folder });
    const [call] = written(comment());
    expect(call?.body).not.toContain("other");
  });
});

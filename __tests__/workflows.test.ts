import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { tools } from "../lab/toolchain/catalog";
import { stackNames } from "../stacks";
import { describeWithShell } from "./support/shell";

// renovate: datasource=go depName=github.com/rhysd/actionlint
const ACTIONLINT = "v1.7.7";

const GO = "go";

const root = join(__dirname, "..");
const GUARD = "github.event.pull_request.head.repo.full_name == github.repository";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly if?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": unknown };
  readonly strategy?: { readonly matrix: { readonly stack: unknown } };
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = globSync(".github/workflows/*.yaml", { cwd: root }).sort();
const workflows = files.map((file) => {
  const text = readFileSync(join(root, file), "utf8");
  return { name: basename(file, ".yaml"), text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([key, job]) => ({ title: `${name}/${key}`, workflow, job })),
);
const steps = jobs.flatMap(({ title, job }) =>
  (job.steps ?? []).map((step) => ({ title, job, step })),
);

/** Whether a job can run with the code of a fork. */
const forkReachable = ({ workflow, job }: { workflow: Workflow; job: Job }): boolean =>
  "pull_request" in workflow.on && !(job.if ?? "").includes(GUARD);

const job = (title: string): Job => {
  const found = jobs.find((one) => one.title === title);
  if (found === undefined) throw new Error(`no job ${title}`);
  return found.job;
};

test("the workflows are those of the docs", () => {
  expect(workflows.map(({ name }) => name)).toEqual([
    "ci",
    "comment",
    "drift",
    "preview",
    "stacks",
    "up",
  ]);
});

test("no workflow runs a fork's code with the rights of this repository", () => {
  for (const { workflow } of workflows) {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  }
  const privileged = workflows.filter(({ workflow }) => "workflow_run" in workflow.on);
  expect(privileged.map(({ name }) => name)).toEqual(["comment"]);
  for (const { workflow } of privileged) {
    const parts = Object.values(workflow.jobs).flatMap(({ steps: own = [] }) => own);
    // No action at all: none checks out, unpacks or runs anything. comment.test.ts tries the script.
    expect(parts.map(({ uses }) => uses)).toEqual([undefined]);
    expect(JSON.stringify(workflow)).not.toMatch(/secrets\.|vars\./);
  }
});

test.each(workflows)("$name pins every action by digest, with its version", ({ name, text }) => {
  const uses = text.split("\n").filter((line) => /^\s*(?:- )?uses:/.test(line));
  expect(uses.length > 0).toBe(name !== "comment");
  for (const line of uses.filter((one) => !/uses: \.\//.test(one))) {
    expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test("one action has one digest", () => {
  const pins = new Map<string, Set<string>>();
  for (const { step } of steps) {
    const [action = "", digest = ""] = step.uses?.split("@") ?? [];
    if (action !== "") pins.set(action, (pins.get(action) ?? new Set()).add(digest));
  }
  for (const [action, digests] of pins)
    expect({ action, count: digests.size }).toEqual({ action, count: 1 });
});

test("nothing is allowed by default", () => {
  for (const { workflow } of workflows) expect(workflow.permissions).toEqual({});
});

test("each job has the least rights that it needs", () => {
  expect(Object.fromEntries(jobs.map(({ title, job: one }) => [title, one.permissions]))).toEqual({
    "ci/test": { contents: "read" },
    "comment/comment": { actions: "read", "pull-requests": "write" },
    "drift/drift": { contents: "read", issues: "write" },
    "drift/stacks": { contents: "read" },
    "preview/diff": { contents: "read" },
    "preview/preview": { contents: "read", "pull-requests": "write" },
    "preview/stacks": { contents: "read" },
    "stacks/list": { contents: "read" },
    "up/test": { contents: "read" },
    "up/up": { contents: "read" },
  });
});

test("jobs that a fork can reach have no secret, no environment and only read", () => {
  const reachable = jobs.filter(forkReachable);
  expect(reachable.map(({ title }) => title)).toEqual([
    "ci/test",
    "preview/stacks",
    "preview/diff",
  ]);
  for (const { job: one } of reachable) {
    expect(JSON.stringify(one)).not.toMatch(/secrets\./);
    expect(one.environment).toBeUndefined();
    expect(Object.values(one.permissions ?? {})).not.toContain("write");
  }
});

test("every job with a secret stands behind an environment", () => {
  const holders = jobs.filter(({ job: one }) => JSON.stringify(one).includes("secrets."));
  expect(holders.map(({ title, job: one }) => [title, one.environment])).toEqual([
    ["drift/drift", "preview"],
    ["preview/preview", "preview"],
    ["up/up", "production-${{ matrix.stack }}"],
  ]);
});

test("every job ends by itself and is in a concurrency group", () => {
  for (const { title, workflow, job: one } of jobs.filter(
    ({ job: { uses } }) => uses === undefined,
  )) {
    expect({ title, timeout: typeof one["timeout-minutes"] }).toEqual({ title, timeout: "number" });
    // What is only called runs in the group of its caller.
    if (Object.keys(workflow.on).join() === "workflow_call") continue;
    expect({ title, group: one.concurrency ?? workflow.concurrency }).not.toEqual({ title });
  }
});

test("an up is never cut short and never meets the drift job", () => {
  const group = { group: "stack-${{ matrix.stack }}", "cancel-in-progress": false };
  expect(job("up/up").concurrency).toEqual(group);
  expect(job("drift/drift").concurrency).toEqual(group);
});

test("every production stack is previewed, and only those that opted in are applied", () => {
  for (const title of ["preview/diff", "preview/preview", "drift/drift"]) {
    expect(job(title)).toMatchObject({ needs: "stacks" });
    expect(job(title).strategy?.matrix.stack).toBe("${{ fromJSON(needs.stacks.outputs.names) }}");
  }
  expect(job("up/up").strategy?.matrix.stack).toBe("${{ fromJSON(vars.UP_STACKS) }}");
  expect(job("up/up").if).toContain("vars.UP_STACKS != ''");
});

describeWithShell("the list of production stacks", () => {
  it("is every stack but the lab", () => {
    const folder = mkdtempSync(join(tmpdir(), "hearth-stacks-"));
    try {
      const output = join(folder, "output");
      const [, { run: script = "" } = {}] = job("stacks/list").steps ?? [];
      const { status, stderr } = spawnSync("bash", ["--norc", "-e", "-c", script], {
        cwd: root,
        encoding: "utf8",
        env: { PATH: process.env.PATH ?? "", GITHUB_OUTPUT: output },
      });
      expect([status, stderr]).toEqual([0, ""]);
      const production = stackNames().filter((name) => name !== "lab");
      expect(readFileSync(output, "utf8")).toBe(`names=${JSON.stringify(production)}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test("the commands of the engine are those that the docs promise", () => {
  const pulumi = steps.filter(({ step }) => step.uses?.startsWith("pulumi/actions@") === true);
  expect(pulumi.map(({ title, step }) => [title, step.with?.command])).toEqual([
    ["drift/drift", "preview"],
    ["preview/preview", "preview"],
    ["up/up", "up"],
  ]);
  for (const { step } of pulumi) {
    expect(step.with).toMatchObject({
      "pulumi-version": tools.pulumi.version,
      "suppress-outputs": true,
    });
  }
  expect(pulumi[0]?.step.with).toMatchObject({ "expect-no-changes": true, refresh: true });
  expect(pulumi[1]?.step.with).toMatchObject({ "comment-on-pr": true, "edit-pr-comment": true });
  for (const { step } of pulumi.slice(1))
    expect(step.with).toMatchObject({ policyPacks: "policy" });
});

test("no text of an event or a variable is pasted into a shell", () => {
  for (const { step } of steps) expect(step.run ?? "").not.toContain("${{");
});

test("a checkout leaves no token behind", () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@") === true);
  expect(checkouts).toHaveLength(6);
  for (const { step } of checkouts) expect(step.with?.["persist-credentials"]).toBe(false);
});

test("the private network is joined only where the repository says so", () => {
  const joins = workflows
    .flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((one) => one.steps ?? []))
    .filter(({ uses }) => uses?.startsWith("tailscale/") === true);
  expect(joins).toHaveLength(3);
  for (const step of joins) expect(step).toMatchObject({ if: "vars.TAILSCALE_TAGS != ''" });
});

describe("actionlint", () => {
  const go = spawnSync(GO, ["version"]).status === 0;
  if (!go && process.env.CI === "true") throw new Error("Go is missing; actionlint needs it");
  // Without Go there is no actionlint: CI has it.
  const lint = go ? test : test.skip;
  lint(
    "finds nothing in the workflows",
    () => {
      const run = (args: readonly string[]) =>
        execFileSync(
          GO,
          [
            "run",
            `github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT}`,
            // Whatever shellcheck a machine has would decide the result.
            "-shellcheck=",
            "-pyflakes=",
            ...args,
          ],
          { cwd: root, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] },
        );
      expect(run(files)).toBe("");
    },
    300_000,
  );
});

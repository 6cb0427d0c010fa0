import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { record } from "../../components/contracts/object";
import { UserError } from "../../spec/report";
import type { PlanDocument } from "../plan/document";
import type { CommitPlace } from "./commit-program";
import type { Answer, Question } from "./commit-thread";
import { snapshotFrom, type Snapshot } from "./snapshot";

/** The project that this file belongs to. */
const ROOT = resolve(__dirname, "..", "..");

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * A stack at another commit, planned by that commit's own program. It begins at once and in a
 * thread of its own, since the plan of the working tree keeps this one busy from end to end.
 */
export class Commit {
  readonly #folder = mkdtempSync(join(tmpdir(), "hearth-diff-"));
  readonly #worker: Worker;
  readonly #plan: Promise<Answer>;

  /** @param ref a branch, a tag or a commit */
  constructor(ref: string, stack: string, root: string = ROOT) {
    const place: CommitPlace = { ref, stack, root, folder: this.#folder };
    this.#worker = new Worker(join(__dirname, "commit-thread.cjs"), { workerData: place });
    this.#plan = this.#ask("plan");
    // Told of when it is asked for; until then nobody listens.
    this.#plan.catch(() => undefined);
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  /**
   * What the stack was made of.
   *
   * @param known the working tree's side, whose machine configs are taken where the digests say
   *   that they are the same: it saves the other commit's `render`
   * @returns undefined where the commit does not have the stack yet
   * @throws UserError where the commit is unknown, or its program cannot plan the stack
   */
  async snapshot(known: Promise<Snapshot>): Promise<Snapshot | undefined> {
    const { plan } = mended(await this.#plan);
    if (plan === undefined) return undefined;
    const { machines } = await known;
    if (hasDigestsOf(plan, machines)) return { ...snapshotFrom(plan, new Map()), machines };
    return snapshotFrom(plan, mended(await this.#ask("render")).render ?? new Map());
  }

  /** Ends the thread with what it has begun, and removes its files. */
  async close(): Promise<void> {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    this.#worker.postMessage("stop" satisfies Question);
    await this.#plan.catch(() => undefined);
    await this.#worker.terminate();
    this.#remove();
  }

  #remove(): void {
    // Again where a program that was just ended still wrote a file.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  #ask(question: "plan" | "render"): Promise<Answer> {
    return new Promise((answered, reject) => {
      this.#worker.once("message", answered);
      this.#worker.once("error", reject);
      this.#worker.postMessage(question);
    });
  }

  /** Somebody who stops the command must not find the folder a year later. */
  readonly #onSignal = (signal: NodeJS.Signals) => {
    this.#remove();
    for (const one of SIGNALS) process.off(one, this.#onSignal);
    process.kill(process.pid, signal);
  };
}

function mended(answer: Answer): Answer {
  if (answer.problems !== undefined) throw new UserError(answer.problems);
  return answer;
}

/** Whether a plan's machine configs are the very same as those known. */
function hasDigestsOf({ outputs }: PlanDocument, machines: Snapshot["machines"]): boolean {
  const digests = record(outputs["machineConfigDigests"]);
  const same = [...machines].every(
    ([node, { digest }]) => digest !== undefined && digest === digests[node],
  );
  return same && Object.keys(digests).length === machines.size;
}

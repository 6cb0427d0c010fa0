import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../spec/report";
import type { PlanDocument } from "../plan/document";
import { CommitProgram, type CommitPlace } from "./commit-program";

/** What is asked of the thread; `stop` ends what it has begun, and is not answered. */
export type Question = "plan" | "render" | "stop";

/** What it answers: a problem that the user can mend, or what was asked for. */
export interface Answer {
  readonly problems?: readonly string[];
  /** Undefined where the commit does not have the stack yet. */
  readonly plan?: PlanDocument | undefined;
  readonly render?: ReadonlyMap<string, string>;
}

const stop = new AbortController();
const opened = CommitProgram.open(workerData as CommitPlace, stop.signal);
// Told of with the first answer.
opened.catch(() => undefined);

async function answer(question: "plan" | "render"): Promise<Answer> {
  try {
    const program = await opened;
    return question === "plan"
      ? { plan: await program?.plan() }
      : { render: (await program?.render()) ?? new Map<string, string>() };
  } catch (error) {
    if (error instanceof UserError) return { problems: error.lines };
    throw error;
  }
}

parentPort?.on("message", (question: Question) => {
  if (question === "stop") stop.abort();
  else void answer(question).then((it) => parentPort?.postMessage(it));
});

import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between the first two looks, and between two looks at most. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5000;
/**
 * Each pause is so much longer than the one before. Every gate is on the longest chain of an up, and
 * half a pause is lost at its end on average: about a twelfth of a wait of some seconds.
 */
const BACK_OFF = 1.15;
/** Longest that one look may take, in milliseconds; the last one may take the shorter time. */
const LOOK_TIMEOUT = 10_000;
const LAST_LOOK_TIMEOUT = 2000;
/** Milliseconds after which an unchanged status is reported again, so that nobody thinks it hangs. */
const REPORT_EVERY = 30_000;

/** What to wait for. */
export interface Wait {
  /** What is still missing; empty when the wait is over. A rejection is one more thing missing. */
  readonly look: (signal: AbortSignal) => Promise<readonly string[]>;
  /** What is waited for, for messages: `the Kubernetes API`. */
  readonly what: string;
  /** Where somebody should look when it does not come. */
  readonly advice: string;
  readonly timeoutMs: number;
  /** Told what is missing, whenever that changes. */
  readonly report: (line: string) => void;
  /** Ends the wait early. */
  readonly signal: AbortSignal;
}

/**
 * Looks again and again, with growing pauses, until nothing is missing.
 *
 * @throws Error where the time is up, with what is missing and where to look, or where it is stopped
 */
export async function waitFor(wait: Wait): Promise<void> {
  const { timeoutMs, report, signal } = wait;
  const deadline = Date.now() + timeoutMs;
  let pause = FIRST_PAUSE;
  let said = { line: "", at: 0 };
  for (;;) {
    const missing = await lookOnce(
      wait,
      Math.max(LAST_LOOK_TIMEOUT, Math.min(LOOK_TIMEOUT, deadline - Date.now())),
    );
    if (missing.length === 0) return;
    const line = `waiting for ${wait.what}: ${summary(missing)}`;
    if (signal.aborted) throw new Error(`stopped while ${line}`);
    const left = deadline - Date.now();
    if (left <= 0) {
      throw new Error(
        `gave up after ${seconds(timeoutMs)} ${line}. ${wait.advice} Then run the update again.`,
      );
    }
    if (line !== said.line || Date.now() - said.at > REPORT_EVERY) {
      report(line);
      said = { line, at: Date.now() };
    }
    await sleep(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * BACK_OFF, LONGEST_PAUSE);
  }
}

async function lookOnce({ look, signal }: Wait, timeoutMs: number): Promise<readonly string[]> {
  try {
    return await look(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** How many missing things are named in one line. */
const NAMED = 5;

function summary(missing: readonly string[]): string {
  const rest = missing.length - NAMED;
  const named = missing.slice(0, NAMED).join(", ");
  return (rest > 0 ? `${named} and ${String(rest)} more` : named).replaceAll(/\s+/g, " ");
}

function seconds(milliseconds: number): string {
  const all = Math.round(milliseconds / 1000);
  return all < 120 ? `${String(all)} s` : `${String(Math.round(all / 60))} min`;
}

import { constants } from "node:os";

/** Signals that ask a command to end: Ctrl-C, a closed terminal, a polite kill. */
const SIGNALS = ["SIGINT", "SIGHUP", "SIGTERM"] as const;

/** Longest time that what is under way may take to end, in milliseconds. */
const LIMIT = 30_000;

/** The command was asked to end, and did so in order. */
export class Interrupted extends Error {
  /** @param code exit code: 128 and the signal's number, as of a process that the signal ended */
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = "Interrupted";
  }
}

/**
 * Takes the signals that would end this process, so that it can end in order. The first one aborts
 * {@link signal}; whoever is at work ends what it has begun. A second one, or a time limit, is told
 * to {@link onImpatience}.
 */
export class Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Ends at once what takes too long. */
  onImpatience: () => void = () => undefined;
  readonly #abort = new AbortController();
  readonly #listeners = new Map<(typeof SIGNALS)[number], () => void>();
  #code = 0;
  #limit: NodeJS.Timeout | undefined;

  /** @param onFirst is told of the first signal */
  constructor(onFirst: () => void) {
    this.signal = this.#abort.signal;
    for (const name of SIGNALS) {
      const listener = () => {
        if (this.signal.aborted) {
          this.onImpatience();
          return;
        }
        this.#code = 128 + constants.signals[name];
        this.#limit = setTimeout(() => {
          this.onImpatience();
        }, LIMIT).unref();
        onFirst();
        this.#abort.abort();
      };
      this.#listeners.set(name, listener);
      process.on(name, listener);
    }
    // Of a closed terminal: nobody reads any more, which is no reason to leave things undone.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  }

  /** What to throw in the place of an error, once it is known that it comes from the interruption. */
  error(message: string): Interrupted {
    return new Interrupted(this.#code, message);
  }

  /** Gives the signals back their usual meaning. */
  close(): void {
    clearTimeout(this.#limit);
    for (const [name, listener] of this.#listeners) process.off(name, listener);
  }
}

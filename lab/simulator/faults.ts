import { readFileSync, statSync } from "node:fs";

/**
 * A fault that a server of the lab shall have. A file holds a list of them and is read anew when
 * it changes, so a test (or a curious person) sets it while the lab runs.
 */
export interface Fault {
  /**
   * - `refuse`: the connection is closed before anything is done
   * - `delay`: the call is answered `delayMs` later
   * - `drop`: the call is done, then the connection is closed without an answer
   * - `status`: the call is not done; the answer is `status`, in the server's error format
   * - `crash`: the server dies with all its connections and comes back after `delayMs`
   */
  readonly mode: "refuse" | "delay" | "drop" | "status" | "crash";
  /** HTTP method that is meant; any where absent. */
  readonly method?: string;
  /** Text that the path must contain; any path where absent. */
  readonly path?: string;
  /** Calls that go well before the first fault. @default 0 */
  readonly afterCalls?: number;
  /** How many calls have the fault; 0 for all from then on. @default 0 */
  readonly times?: number;
  /** Milliseconds of `delay` and `crash`. @default 1000 */
  readonly delayMs?: number;
  /** HTTP status of `status`. @default 503 */
  readonly status?: number;
}

/** Decides which calls of one server have a fault. */
export class Faults {
  private readAt = -1;
  private faults: readonly Fault[] = [];
  private calls = new Map<number, number>();

  /** @param file JSON list of faults; none if it does not exist */
  constructor(private readonly file: string) {}

  /** Whether a fault tells calls apart, so that it is not enough to look at connections. */
  get ofCalls(): boolean {
    this.refresh();
    return this.faults.some(
      ({ mode, method, path }) => mode === "status" || method !== undefined || path !== undefined,
    );
  }

  /** The fault of this call, if it has one. Counts the call. */
  next(method: string, path: string): Fault | undefined {
    this.refresh();
    let hit: Fault | undefined;
    for (const [index, fault] of this.faults.entries()) {
      if (fault.method !== undefined && fault.method !== method) continue;
      if (fault.path !== undefined && !path.includes(fault.path)) continue;
      const call = (this.calls.get(index) ?? 0) + 1;
      this.calls.set(index, call);
      const first = (fault.afterCalls ?? 0) + 1;
      const last = fault.times ? first + fault.times - 1 : Number.POSITIVE_INFINITY;
      if (call >= first && call <= last) hit ??= fault;
    }
    return hit;
  }

  /** Reads the file again if it changed; a new list counts its calls from zero. */
  private refresh(): void {
    const changed = statSync(this.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changed === this.readAt) return;
    this.readAt = changed;
    this.calls = new Map();
    try {
      this.faults = JSON.parse(readFileSync(this.file, "utf8")) as Fault[];
    } catch {
      // Absent, or being written: the next change is seen.
      this.faults = [];
    }
  }
}

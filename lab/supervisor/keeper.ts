import { setTimeout as sleep } from "node:timers/promises";
import type { Managed, ProcessSpec, Supervisor } from "./supervisor";

/** Hears of a process that ended by itself and is started again, with the end of its log. */
export type OnRestart = (name: string, log: string) => void;

/** A process that lives for this long, in milliseconds, did not fail to start. */
const SETTLED = 30_000;

/** Starts a process again when it ends by itself, as a node's operating system does. */
export class Keeper {
  private process: Managed | undefined;
  private stopping = false;

  constructor(
    private readonly supervisor: Supervisor,
    private readonly spec: ProcessSpec,
    private readonly onRestart: OnRestart = () => undefined,
  ) {}

  /** @throws Error when the executable cannot be started */
  async start(failures = 0): Promise<void> {
    const since = Date.now();
    const current = await this.supervisor.start(this.spec);
    this.process = current;
    void current.ended.then(async () => {
      if (this.stopping) return;
      this.onRestart(this.spec.name, current.tail());
      const inARow = Date.now() - since > SETTLED ? 0 : failures + 1;
      await sleep(Math.min(250 * 2 ** inARow, 10_000), undefined, { ref: false });
      if (!this.stopping) await this.start(inARow).catch(() => undefined);
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.process?.stop();
  }

  /** The end of its log. */
  tail(lines?: number): string {
    return this.process?.tail(lines) ?? "";
  }
}

import { memoryMiB, processesWith } from "./proc";

/** How often memory is read, in milliseconds; reading it costs the kernel a walk through it. */
const INTERVAL = 1_000;

/** Watches how much memory a lab takes, with everything that it starts. */
export class MemoryWatch {
  readonly #folder: string;
  readonly #timer: NodeJS.Timeout;
  #peak: number | undefined;

  /** @param folder value of HEARTH_LAB_DIR by which the lab's processes are told from others */
  constructor(folder: string) {
    this.#folder = folder;
    this.#timer = setInterval(() => {
      this.#look();
    }, INTERVAL);
  }

  /** The most that was in use at once until now, in MiB; undefined where nothing tells. */
  peak(): number | undefined {
    this.#look();
    return this.#peak;
  }

  /** Ends the watch. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const sizes = processesWith("HEARTH_LAB_DIR", this.#folder)
      .map(memoryMiB)
      .filter((size) => size !== undefined);
    if (sizes.length === 0) return;
    const sum = sizes.reduce((all, size) => all + size, 0);
    this.#peak = Math.max(this.#peak ?? 0, sum);
  }
}

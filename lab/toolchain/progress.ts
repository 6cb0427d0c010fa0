/** How the lab tells what it is doing while it gets its tools ready. */
export interface Progress {
  /**
   * A step begins.
   * @param expected milliseconds that it took last time, if known
   * @returns to be called when it ended: with nothing, or with why it failed
   */
  start(tool: string, doing: string, expected?: number): (failure?: string) => void;
}

/** Says nothing. */
export const silent: Progress = { start: () => () => undefined };

/** One line when a step begins and one when it ends; plain text, at most 80 columns. */
export function lines(write: (line: string) => void, now: () => number = Date.now): Progress {
  return {
    start(tool, doing, expected) {
      const since = now();
      const last = expected === undefined ? "" : `, ${duration(expected)} last time`;
      write(clip(`  ${tool.padEnd(30)} ${doing}${last}`));
      return (failure) => {
        const took = duration(now() - since);
        write(
          clip(`  ${tool.padEnd(30)} ${failure ? `failed after ${took}` : `ready in ${took}`}`),
        );
      };
    },
  };
}

/** `0.4 s`, `12 s`, `2 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

const clip = (line: string): string => (line.length > 80 ? `${line.slice(0, 79)}…` : line);

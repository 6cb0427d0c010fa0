/** What one check found. */
export interface Check {
  /** What was looked at, e.g. `node pi-01`. */
  readonly title: string;
  /**
   * `failed` stops an `up`; `warned` may not; `skipped` could not be looked at, because of a check
   * above or because nothing can be asked.
   */
  readonly status: "ok" | "warned" | "failed" | "skipped";
  /** What was found, one line. */
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Something that is as it should be. */
export const ok = (title: string, detail: string): Check => ({ title, status: "ok", detail });
/** Something that may go wrong, with what to do about it. */
export const warned = (title: string, detail: string, remedy: string): Check => ({
  title,
  status: "warned",
  detail,
  remedy,
});
/** Something that stops an `up`, with what to do about it. */
export const failed = (title: string, detail: string, remedy: string): Check => ({
  title,
  status: "failed",
  detail,
  remedy,
});
/** Something that could not be looked at, with why. */
export const skipped = (title: string, detail: string): Check => ({
  title,
  status: "skipped",
  detail,
});

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

/** A finding of each kind. */
export const ok = (title: string, detail: string): Check => ({ title, status: "ok", detail });
export const warned = (title: string, detail: string, remedy: string): Check => ({
  title,
  status: "warned",
  detail,
  remedy,
});
export const failed = (title: string, detail: string, remedy: string): Check => ({
  title,
  status: "failed",
  detail,
  remedy,
});
export const skipped = (title: string, detail: string): Check => ({
  title,
  status: "skipped",
  detail,
});

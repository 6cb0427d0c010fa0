import { createHash } from "node:crypto";

/** What the short forms of a schedule stand for. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
};

/** A schedule with five fields, short forms written out. */
export function fiveFields(schedule: string): string {
  return SHORT_FORMS[schedule] ?? schedule.trim().replaceAll(/\s+/g, " ");
}

/**
 * A schedule whose minute is moved within its hour by what the key hashes to, so that not all
 * volumes are saved at once; the same key always gives the same minute. Schedules whose minute is
 * no plain number stay as they are.
 */
export function spreadSchedule(schedule: string, key: string): string {
  const fields = fiveFields(schedule);
  const [minute = "", ...rest] = fields.split(" ");
  if (!/^\d+$/.test(minute)) return fields;
  const start = Number(minute);
  const offset = createHash("sha256").update(key).digest().readUInt32BE(0) % (60 - start);
  return [String(start + offset), ...rest].join(" ");
}

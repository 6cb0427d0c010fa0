import { heading, wrap } from "../terminal/layout";
import type { Check } from "./check";

const MARKS = { ok: "ok  ", warned: "warn", failed: "FAIL", skipped: "skip" } as const;

/** The checks as text: what was found, and under it what to do. */
export function doctorText(stack: string, checks: readonly Check[]): string {
  const count = (status: Check["status"]) =>
    String(checks.filter((one) => one.status === status).length);
  return [
    heading(`Doctor for ${stack}`),
    ...checks.flatMap(({ title, status, detail, remedy }) => [
      ...wrap(`${MARKS[status]}  ${title}: ${detail}`, 2, 8),
      ...(remedy === undefined ? [] : wrap(`to do: ${remedy}`, 8, 15)),
    ]),
    "",
    `${count("ok")} ok, ${count("warned")} warned, ${count("failed")} failed, ${count("skipped")} skipped`,
    "",
  ].join("\n");
}

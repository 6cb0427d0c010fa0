import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { isRunning, type ProcessIdentity } from "../../lab/supervisor/identity";
import type { WorldEndpoints, WorldStatus } from "../../lab/world";

/** What the world process says of itself, for later commands. */
export interface WorldRecord extends ProcessIdentity {
  /** The command that started it; without the line `keep` the world ends with it. */
  readonly owner: ProcessIdentity;
  /** URL that answers with a {@link WorldAnswer} as JSON. */
  readonly status: string;
  readonly endpoints: WorldEndpoints;
}

/** What the world process answers when it is asked. */
export interface WorldAnswer extends WorldStatus {
  /** Whether it lives on when its command ends. */
  readonly kept: boolean;
}

/** The record of a world that runs, undefined where none does. */
export function readWorldRecord(file: string): WorldRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as WorldRecord;
    return isRunning(record) ? record : undefined;
  } catch {
    // None was ever written.
    return undefined;
  }
}

/** Writes it as a whole: a reader meets the old one or the new one. */
export function writeWorldRecord(file: string, record: WorldRecord): void {
  const staged = `${file}.partial`;
  writeFileSync(staged, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(staged, file);
}

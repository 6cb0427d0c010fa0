import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * What a simulator remembers between runs: one JSON file, replaced whole at each change and
 * readable by its owner only, for it may hold tokens.
 */
export class StateFile<T extends object> {
  readonly value: T;

  /**
   * @param initial what is remembered before the first run
   * @throws Error when the file is there but no JSON
   */
  constructor(
    private readonly file: string,
    initial: T,
  ) {
    let text: string | undefined;
    try {
      text = readFileSync(file, "utf8");
    } catch {
      // The first run.
    }
    this.value = text === undefined ? initial : { ...initial, ...(JSON.parse(text) as T) };
  }

  save(): void {
    mkdirSync(path.dirname(this.file), { recursive: true });
    const staged = `${this.file}.${process.pid}.partial`;
    writeFileSync(staged, `${JSON.stringify(this.value, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(staged, this.file);
  }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastRuns } from "../../bench/lab";

test("only stacks that were rehearsed have figures", () => {
  const root = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  try {
    const figures = { seconds: 12, changed: 3, layers: {}, chain: [], chainSeconds: 9 };
    mkdirSync(join(root, "home"));
    mkdirSync(join(root, "trio"));
    writeFileSync(join(root, "home", "last-run.json"), JSON.stringify(figures));
    expect(lastRuns(root)).toEqual({ home: figures });
    expect(lastRuns(join(root, "none"))).toEqual({});
  } finally {
    rmSync(root, { recursive: true });
  }
});

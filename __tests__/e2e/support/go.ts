import { spawn, spawnSync } from "node:child_process";
import path from "node:path";

/** Found on PATH; no npm package brings it. */
export const GO = "go";

/** The lab's own Go module. */
const labDir = path.join(__dirname, "../../../lab");

/**
 * A suite that needs Go. Without it the suite is skipped and says why; in CI it fails, for there
 * nobody reads what was skipped.
 */
export function describeWithGo(title: string, suite: () => void): void {
  const missing = whatIsMissing();
  if (missing === undefined) {
    describe(title, suite);
  } else if (process.env.CI) {
    it(title, () => {
      throw new Error(missing);
    });
  } else {
    process.stderr.write(`skipped: ${title}\n${missing}\n`);
    it.skip(`${title} (skipped: ${missing})`, () => undefined);
  }
}

function whatIsMissing(): string | undefined {
  // Asks the module, so a Go that is older than go.mod wants is noticed as well.
  const { error, status, stderr } = spawnSync(GO, ["list", "-m"], {
    cwd: labDir,
    encoding: "utf8",
  });
  if (error) return "Go is not installed (https://go.dev/dl)";
  return status === 0 ? undefined : `Go cannot read lab/go.mod: ${stderr.trim().split("\n")[0]}`;
}

/** What came of a module's Go tests. */
export interface GoTestResult {
  /** `package.Test/subtest` of each. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** What failed tests and the compiler printed. */
  readonly output: string;
  readonly exitCode: number | null;
}

interface GoTestEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** Runs all tests of the lab's Go module. */
export async function runGoTests(): Promise<GoTestResult> {
  const child = spawn(GO, ["test", "-json", "./..."], {
    cwd: labDir,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" },
  });
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });

  const found: Record<string, string[]> = { pass: [], fail: [], skip: [] };
  const printed = new Map<string, string>();
  for (const line of stdout.split("\n").filter((each) => each.startsWith("{"))) {
    const event = JSON.parse(line) as GoTestEvent;
    const name = `${event.Package ?? ""}.${event.Test ?? ""}`;
    if (event.Output) printed.set(name, (printed.get(name) ?? "") + event.Output);
    if (event.Test) found[event.Action]?.push(name);
    if (event.Action === "fail") output += printed.get(name) ?? "";
  }
  const { pass = [], fail = [], skip = [] } = found;
  return { passed: pass, failed: fail, skipped: skip, output, exitCode };
}

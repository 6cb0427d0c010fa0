import type { GoBuild } from "./catalog";
import { CommandError, run } from "./run";

/** Oldest Go that the pinned modules ask for. */
const GO = "1.26";

/**
 * Builds a tool from the Go module that pins it; `go.sum` beside it makes the sources exact.
 *
 * @throws Error with a one-line reason.
 */
export async function build(what: GoBuild, target: string): Promise<void> {
  const stamps = Object.entries(what.stamp ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const args = ["build", "-trimpath", "-ldflags", ["-s", "-w", ...stamps].join(" ")];
  try {
    await run("go", [...args, "-o", target, what.package], {
      cwd: what.moduleDir,
      // GOWORK would let a workspace of the user's own change the pinned versions.
      env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly" },
    });
  } catch (error) {
    if (error instanceof CommandError && error.message === "go: not found") {
      throw new Error(`Go is not installed (https://go.dev/dl, ${GO} or newer)`);
    }
    throw error;
  }
}

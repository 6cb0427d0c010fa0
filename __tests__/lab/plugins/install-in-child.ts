import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { InstallOptions } from "../../../lab/plugins/shared/install";

/**
 * Installs the plugins in a process of its own: esbuild checks its environment's built-in classes,
 * and finds those of jest's realm wrong.
 */
export async function installInChild(options: InstallOptions): Promise<void> {
  const module = resolve(__dirname, "../../../lab/plugins/shared/install.ts");
  const script = `require(process.argv[1]).installPlugins(JSON.parse(process.argv[2]))`;
  await promisify(execFile)(process.execPath, [
    "--require",
    require.resolve("tsx/cjs"),
    "--eval",
    script,
    module,
    JSON.stringify(options),
  ]);
}

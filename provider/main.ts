import { main } from "@pulumi/pulumi/provider";
import { gateProvider } from "./gate-provider";
import { engineLog } from "./status-log";

/** Arguments: the engine's address is the only one that is no flag. */
const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

/** How often it looks whether the engine that started it is still there, in milliseconds. */
const ORPHAN_CHECK = 500;

// An engine that was killed ends no plugin.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, ORPHAN_CHECK).unref();

main(gateProvider(engineLog(engine)), process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

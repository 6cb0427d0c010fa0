import { main } from "@pulumi/pulumi/provider";
import { gateProvider } from "./gate-provider";
import { engineLog } from "./status-log";

/** Arguments: the engine's address is the only one that is no flag. */
const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

main(gateProvider(engineLog(engine)), process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

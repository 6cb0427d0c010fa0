import { loadSpec } from "../../stacks";
import { doctor } from "../doctor";
import { doctorText } from "../doctor/text";
import { realWorld, type World } from "../doctor/world";
import { parseStack } from "./command";

const USAGE = "npm run doctor -- <stack> [--json] [--endpoints JSON]";

/** Checks this computer, the accounts, the machines and the addresses before an `up`. */
export async function run(argv: readonly string[], world: World = realWorld): Promise<number> {
  const { stack, values } = parseStack(argv, USAGE, {
    json: { type: "boolean" },
    endpoints: { type: "string" },
  });
  const checks = await doctor({
    stack,
    spec: loadSpec(stack),
    world,
    nodeVersion: process.versions.node,
    plugins: pluginVersions(),
    endpoints: values.endpoints,
  });
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ stack, checks }, null, 2)}\n`
      : doctorText(stack, checks),
  );
  return checks.some(({ status }) => status === "failed") ? 1 : 0;
}

/** Plugins that the engine downloads, in the versions of their packages. */
function pluginVersions(): Record<string, string> {
  const { dependencies } = require("../../package.json") as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const { version: talos } = require("../../sdks/talos/package.json") as {
    readonly version: string;
  };
  const own = ["cloudflare", "kubernetes", "random"].map((name): [string, string] => [
    name,
    dependencies[`@pulumi/${name}`] ?? "",
  ]);
  return { ...Object.fromEntries(own), talos };
}

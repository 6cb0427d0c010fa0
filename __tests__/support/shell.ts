import { spawnSync } from "node:child_process";

/** What the scripts of the workflows call beside the GitHub CLI; GitHub's machines have them all. */
const TOOLS = ["bash", "jq", "unzip", "zip"];

const absent = TOOLS.filter((tool) => spawnSync(tool, ["--help"]).error !== undefined);
if (absent.length > 0 && process.env.GITHUB_ACTIONS === "true") {
  throw new Error(`missing: ${absent.join(", ")}`);
}

/** `describe` where the tools are there, as on GitHub's machines; elsewhere the tests are skipped. */
export const describeWithShell = absent.length === 0 ? describe : describe.skip;

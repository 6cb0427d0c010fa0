// Preloaded by the bench: the process says its processor time, with that of the children that it has
// waited for, and its own peak memory when it ends.
require("../cli/typescript.cjs");
const { processorTime } = require("./proc.ts");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const children = Math.round((processorTime("self")?.children ?? 0) * 1e6);
  process.stderr.write(`\nusage ${userCPUTime + systemCPUTime + children} us, ${maxRSS} KiB\n`);
});

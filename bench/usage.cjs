// Preloaded by the bench: the process says its own processor time and peak memory when it ends.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(`\nusage ${userCPUTime + systemCPUTime} us, ${maxRSS} KiB\n`);
});

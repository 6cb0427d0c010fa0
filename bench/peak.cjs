// Preloaded by the bench: the process says its own peak memory when it ends.
process.on("exit", () => {
  process.stderr.write(`peak-kib ${process.resourceUsage().maxRSS}\n`);
});

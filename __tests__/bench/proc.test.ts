import { spawn } from "node:child_process";
import { memoryMiB, processesWith, processorTime } from "../../bench/proc";

// Only Linux has /proc; elsewhere each of these says that it does not know.
const onLinux = process.platform === "linux";

test("a process is found by what its environment says, with its memory and processor time", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume(); console.log('up')"], {
    env: { ...process.env, HEARTH_BENCH_TEST: "a=b" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const pid = child.pid ?? 0;
    expect(processesWith("HEARTH_BENCH_TEST", "a=b")).toEqual(onLinux ? [pid] : []);
    expect(processesWith("HEARTH_BENCH_TEST", "a")).toEqual([]);
    expect((memoryMiB(pid) ?? 0) > 1).toBe(onLinux);
    expect((processorTime(pid)?.own ?? 0) > 0).toBe(onLinux);
  } finally {
    child.kill();
    await new Promise((resolve) => child.once("exit", resolve));
  }
  expect(memoryMiB(child.pid ?? 0)).toBeUndefined();
  expect(processorTime(child.pid ?? 0)).toBeUndefined();
});

test("the time of a child that has ended is its parent's", () => {
  expect((processorTime("self")?.own ?? 0) > 0).toBe(onLinux);
  expect((processorTime("self")?.children ?? -1) >= 0).toBe(onLinux);
});

import { duration, lines } from "../../../lab/toolchain/index";

it("keeps to 80 columns and tells the last time and this one", () => {
  const written: string[] = [];
  let clock = 0;
  const progress = lines(
    (line) => written.push(line),
    () => clock,
  );
  const end = progress.start("kube-controller-manager", "building its Go module", 125_000);
  clock = 61_000;
  end();
  progress.start("x", "y".repeat(200))("no compiler");
  expect(written[0]).toBe(
    "  kube-controller-manager        building its Go module, 2 min 05 s last time",
  );
  expect(written[1]).toBe("  kube-controller-manager        ready in 1 min 01 s");
  expect(written.every((line) => line.length <= 80)).toBe(true);
  expect(written[3]).toContain("failed after 0.0 s");
});

it.each([
  [400, "0.4 s"],
  [9_960, "10 s"],
  [59_600, "1 min 00 s"],
])("writes %d ms as %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

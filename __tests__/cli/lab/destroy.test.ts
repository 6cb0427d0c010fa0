import { destroyText } from "../../../cli/lab/destroy";

test("a destroy tells what stays, and that machines with a config refuse a new up", () => {
  const text = destroyText({
    stack: "home",
    destroyed: 412,
    kept: { Namespace: 14, PersistentVolumeClaim: 9 },
    machines: { "pi-01": "joined", "mini-01": "joined", "mini-02": "maintenance" },
  });
  expect(text).toContain("home: 412 resources destroyed.\n");
  expect(text).toContain("  14 Namespace\n  9 PersistentVolumeClaim\n");
  expect(text).toContain("Machines: 1 in maintenance mode, 2 with their config.\n");
  expect(text).toContain("npm run lab:down");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a destroy that left nothing says no more than that", () => {
  const machines = { "pi-01": "maintenance" };
  expect(destroyText({ stack: "lab", destroyed: 390, kept: {}, machines })).toBe(
    "lab: 390 resources destroyed.\nMachines: 1 in maintenance mode, 0 with their config.\n",
  );
});

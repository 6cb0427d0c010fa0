import { compareSnapshots, summary } from "../../../cli/diff/compare";
import { diffText } from "../../../cli/diff/text";
import { snapshot, deployment, pod } from "./snapshots";

describe("a difference as text", () => {
  it("counts what is grave, and keeps to 80 columns where words allow", () => {
    const before = snapshot([deployment(pod("a:1"))], { pi: [{ machine: { files: [] } }] });
    const after = snapshot([deployment(pod("a:2"))], { pi: [{ machine: {} }] });
    const changes = compareSnapshots(before, after);
    expect(summary(changes)).toBe("2 to change; 1 with restarts, 1 with a reboot.");
    expect(summary([])).toBe("No change.");
    const text = diffText("home", "main", changes);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain("~ node pi");
    expect(text).toMatch(/^== talos[^]*^== app/m);
  });

  it("keeps the mark beside a value that is longer than a line", () => {
    const image = (tag: string) => `registry.example.com/${"long/".repeat(20)}app:${tag}`;
    const before = snapshot([deployment(pod(image("1")))], {});
    const after = snapshot([deployment(pod(image("2")))], {});
    const lines = diffText("home", "main", compareSnapshots(before, after)).split("\n");
    expect(lines).toContain(`        - ${image("1")}`);
    expect(lines).toContain(`        + ${image("2")}`);
  });
});

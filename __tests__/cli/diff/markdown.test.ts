import type { Change } from "../../../cli/diff/change";
import { fieldLines } from "../../../cli/diff/lines";
import { diffMarkdown } from "../../../cli/diff/markdown";

const change = (index: number, value = "v"): Change => ({
  kind: "change",
  title: `Deployment media/app-${String(index)}`,
  layer: "app",
  name: `app-${String(index)}`,
  fields: [{ path: "spec.x", before: value, after: `${value}2` }],
  effects: [{ kind: "restart", text: "restarts this workload: rolling" }],
});

describe("a difference as Markdown", () => {
  it("lists the changes with their effects, and folds the fields", () => {
    expect(diffMarkdown("home", "main", [change(1)], []).split("\n")).toEqual([
      "### `home`: 1 to change; 1 with restarts.",
      "- `~` `Deployment media/app-1`: **restarts this workload: rolling**",
      "  <details><summary>1 field</summary>",
      "",
      "  ```diff",
      "  spec.x",
      "  - v",
      "  + v2",
      "  ```",
      "  </details>",
      "",
      expect.stringMatching(/^<sub>Against `main`, without the cluster\. .*<\/sub>$/),
      "",
    ]);
  });

  it("keeps to its limit: first the details go, then the list ends with a count", () => {
    const changes = Array.from({ length: 500 }, (_, index) => change(index, "x".repeat(200)));
    const text = diffMarkdown("home", "main", changes, [], 10_000);
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(text).toMatch(/… and \d+ more changes\./);
    expect(text).toContain("500 to change");
    expect(text).toContain("</sub>");
  });

  it("cannot be broken out of by a value", () => {
    const text = diffMarkdown("home", "main", [change(1, "```</details><script>")], []);
    expect(text).toContain("````diff");
  });

  it("names what is forbidden first", () => {
    const violation = {
      rule: { name: "no-loss-of-data", level: "mandatory" as const, remedy: "keep it" },
      resource: { urn: "urn", type: "t", name: "ceph" },
      reason: "would be <deleted>",
    };
    const text = diffMarkdown("home", "main", [], [violation]);
    expect(text).toContain(
      "> **mandatory** `no-loss-of-data` on `ceph`: would be &lt;deleted&gt;; keep it",
    );
  });
});

describe("the lines of a field", () => {
  it("show of a long text only what changed", () => {
    const lines = (middle: string) => ["a", "b", middle, "d"].join("\n");
    expect(fieldLines({ path: "data", before: lines("c"), after: lines("C") })).toEqual([
      "data",
      "- c",
      "+ C",
    ]);
  });

  it("cut long values and many lines, and say so", () => {
    const [, line = ""] = fieldLines({ path: "x", after: "y".repeat(1000) });
    expect(line).toMatch(/^\+ y{300}… \(1000 characters\)$/);
    const many = Array.from({ length: 50 }, (_, index) => `line ${String(index)}`).join("\n");
    expect(fieldLines({ path: "x", before: "one\n", after: many }).at(-1)).toMatch(
      /^… \d+ more lines$/,
    );
  });
});

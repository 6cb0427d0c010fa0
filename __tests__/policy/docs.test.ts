import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lossViolations, memberViolations } from "../../policy/changes";
import { rules } from "../../policy/rules";
import { resource } from "./support";

describe("docs/pull-requests.md", () => {
  it("lists every policy, and none that is not there", () => {
    const text = readFileSync(join(__dirname, "..", "..", "docs", "pull-requests.md"), "utf8");
    const listed = [...text.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
    const secrets = resource("talos:machine/secrets:Secrets");
    const ofChanges = [
      ...lossViolations([{ kind: "remove", resource: secrets }], new Set()),
      ...memberViolations(["a"], [], secrets),
    ];
    const names = [...rules, ...ofChanges.map(({ rule }) => rule)].map(({ name }) => name);
    expect([...listed].sort()).toEqual([...names].sort());
  });
});

import { boardOverlays } from "../extensions";
import { own } from "../lookup";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** Board, overlay, GPU and architecture of each hardware profile fit together. */
export const boards: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [profile, { architecture, board, overlay, gpu }] of Object.entries(spec.hardware)) {
    const report = (field: string, value: unknown, message: string, remedy: string) => {
      problems.push({ path: at("hardware", profile, field), value, message, remedy });
    };
    const expected = own(boardOverlays, board);
    if (expected !== undefined && architecture !== expected.architecture) {
      report(
        "board",
        board,
        `is an ${expected.architecture} board, and ${profile} is ${architecture}`,
        `set architecture: "${expected.architecture}", or board: "metal"`,
      );
    }
    if (expected === undefined && overlay !== undefined) {
      report(
        "overlay",
        overlay.name,
        `a profile of board "${board}" takes no overlay`,
        Object.hasOwn(boardOverlays, overlay.name)
          ? `set board: "${overlay.name}", or remove the overlay`
          : "remove the overlay",
      );
    }
    if (expected !== undefined && overlay === undefined) {
      report(
        "overlay",
        undefined,
        `is missing: board "${board}" does not boot without its overlay`,
        `add { name: "${expected.name}", image: "${expected.image}" }`,
      );
    }
    if (
      expected !== undefined &&
      overlay !== undefined &&
      (overlay.name !== expected.name || overlay.image !== expected.image)
    ) {
      report(
        "overlay",
        `${overlay.image} ${overlay.name}`,
        `is not the overlay of board "${board}"`,
        `use { name: "${expected.name}", image: "${expected.image}" }`,
      );
    }
    if (gpu !== undefined && architecture !== "amd64") {
      report("gpu", gpu, `no ${architecture} machine has one that pods may use`, "remove it");
    }
  }
  return problems;
};

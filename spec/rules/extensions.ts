import { officialExtensions } from "../extensions";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

const KNOWN = [...officialExtensions.keys()];

/**
 * Every system extension is an official one, stands once, and has an image for the profile's
 * architecture. The Image Factory refuses a schematic with any other.
 */
export const extensions: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [profile, hardware] of Object.entries(spec.hardware)) {
    const seen = new Set<string>();
    hardware.extensions.forEach((extension, index) => {
      const path = at("hardware", profile, "extensions", index);
      const report = (message: string, remedy: string) => {
        problems.push({ path, value: extension, message, remedy });
      };
      const architectures = officialExtensions.get(extension);
      if (architectures === undefined) {
        const full = extension.includes("/") ? extension : `siderolabs/${extension}`;
        report("is no official extension", suggestion(full, KNOWN));
      } else if (!architectures.includes(hardware.architecture)) {
        report(
          `is for ${architectures.join(" and ")}, and ${profile} is ${hardware.architecture}`,
          "remove it",
        );
      }
      if (seen.has(extension)) report("is listed twice", "remove one of them");
      seen.add(extension);
    });
  }
  return problems;
};

import { minorOf } from "../compatibility";
import type { Rule } from "./rule";

/**
 * The config contract is no newer than Talos: a node refuses settings that it does not know.
 * https://github.com/siderolabs/terraform-provider-talos/issues/168
 */
export const contractVersion: Rule = ({ talos }) => {
  const contract = minorOf(talos.contractVersion);
  const installed = minorOf(talos.version);
  if (contract === undefined || installed === undefined) return [];
  if (
    contract.major < installed.major ||
    (contract.major === installed.major && contract.minor <= installed.minor)
  ) {
    return [];
  }
  return [
    {
      path: "talos.contractVersion",
      value: talos.contractVersion,
      message: `is newer than Talos ${talos.version} (talos.version), which does not know its settings`,
      remedy: `use v${String(installed.major)}.${String(installed.minor)} in a new stack, or upgrade Talos`,
    },
  ];
};

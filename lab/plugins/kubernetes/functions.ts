import { parseAllDocuments } from "yaml";
import { PluginError } from "../shared/errors";
import { asString } from "../shared/values";
import type { Bag, Properties, Value } from "../shared/values";

/**
 * The provider's functions: only the one by which the SDK's `yaml.ConfigFile` and
 * `yaml.ConfigGroup` (v1) read manifests.
 */
export function invoke(token: string, args: Properties): Bag {
  if (token !== "kubernetes:yaml:decode") {
    throw new PluginError(
      `${token}: the stand-in kubernetes plugin has only kubernetes:yaml:decode`,
    );
  }
  const result: Value[] = parseAllDocuments(asString(args["text"]) ?? "")
    .map((document) => document.toJS() as Value)
    .filter((document) => document !== null);
  return { values: { result }, secrets: [] };
}

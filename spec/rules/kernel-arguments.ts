import { own } from "../lookup";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/**
 * No kernel argument stands twice on a node's command line, be it in its hardware profile, in the
 * node, or in both. Each node has its profile's arguments already.
 */
export const kernelArguments: Rule = (spec) => [
  ...Object.entries(spec.hardware).flatMap(([name, { kernelArgs }]) =>
    repeated(kernelArgs, [], at("hardware", name, "kernelArgs"), ""),
  ),
  ...Object.entries(spec.nodes).flatMap(([name, { hardware, kernelArgs }]) =>
    repeated(
      kernelArgs,
      own(spec.hardware, hardware)?.kernelArgs ?? [],
      at("nodes", name, "kernelArgs"),
      at("hardware", hardware, "kernelArgs"),
    ),
  ),
];

function repeated(
  own: readonly string[],
  inherited: readonly string[],
  path: string,
  from: string,
): Problem[] {
  return own.flatMap((value, index) => {
    const first = own.indexOf(value);
    const message = inherited.includes(value)
      ? `is already in ${from}`
      : first < index
        ? "is listed twice"
        : undefined;
    return message === undefined
      ? []
      : [{ path: `${path}.${String(index)}`, value, message, remedy: "remove it" }];
  });
}

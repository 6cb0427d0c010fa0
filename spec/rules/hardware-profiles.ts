import { suggestion } from "../nearest";
import { at } from "../report";
import type { Rule } from "./rule";

/** Every node and every machine of the inventory names a hardware profile that the stack has. */
export const hardwareProfiles: Rule = (spec) => {
  const known = Object.keys(spec.hardware);
  const references = [
    ...Object.entries(spec.nodes).map(([name, node]) => ["nodes", name, node.hardware] as const),
    ...Object.entries(spec.inventory).map(
      ([name, machine]) => ["inventory", name, machine.hardware] as const,
    ),
  ];
  return references.flatMap(([room, name, hardware]) =>
    Object.hasOwn(spec.hardware, hardware)
      ? []
      : [
          {
            path: at(room, name, "hardware"),
            value: hardware,
            message: "is no hardware profile of this stack",
            remedy: suggestion(hardware, known),
          },
        ],
  );
};

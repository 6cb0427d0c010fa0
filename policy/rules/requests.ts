import { record, text } from "../../components/contracts/object";
import { containersOf } from "../resource";
import type { ResourceRule } from "../rule";

/** Without requests the scheduler packs a 4 GB Pi until the kernel kills something. */
export const requests: ResourceRule = {
  name: "requests-set",
  description: "Every container requests processor and memory.",
  level: "mandatory",
  remedy: "set `resources.requests` with cpu and memory",
  check: (resource) =>
    containersOf(resource).flatMap((container) => {
      const asked = record(record(container["resources"])["requests"]);
      const missing = ["cpu", "memory"].filter((name) => asked[name] === undefined);
      return missing.length === 0
        ? []
        : [`container ${text(container["name"])} requests no ${missing.join(" and no ")}`];
    }),
};

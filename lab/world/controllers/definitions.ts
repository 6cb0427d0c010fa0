import { isTrue } from "./conditions";
import { core } from "./kinds";
import type { Controller } from "./runtime";

/**
 * Mends what an API server leaves that is killed within the moment between accepting the names of
 * a CustomResourceDefinition and serving it: the next one only takes it up again when it changes,
 * or at its cache's next resync after five minutes (establishing_controller.go). So what an
 * earlier run left is touched once.
 */
export const unfinishedDefinitions: Controller = {
  name: "unfinished-definitions",
  start(runtime) {
    const since = Date.now();
    runtime.on("unfinished-definitions", core.definitions, async (object, { deleted }) => {
      const created = Date.parse(object.metadata.creationTimestamp ?? "");
      if (deleted || created >= since || isTrue(object, "Established")) return;
      await runtime.client.patch(runtime.resource(core.definitions), object, {
        metadata: { annotations: { "lab.hearth.example/touched": String(since) } },
      });
    });
  },
};

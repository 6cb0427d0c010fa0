import type { EngineEvent } from "@pulumi/pulumi/automation";
import { UpProgress } from "../../../cli/lab/progress";

const MACHINE =
  "urn:pulumi:lab::hearth::hearth:talos:TalosCluster$talos:machine:ConfigurationApply::talos-config-a";
const STACK = "urn:pulumi:lab::hearth::pulumi:pulumi:Stack::hearth-lab";

const event = (fields: Partial<EngineEvent>): EngineEvent => ({
  sequence: 1,
  timestamp: 1,
  ...fields,
});
const error = (message: string, urn?: string): EngineEvent =>
  event({
    diagnosticEvent: {
      message: `<{%reset%}>${message}<{%reset%}>\n`,
      color: "raw",
      severity: "error",
      ...(urn === undefined ? {} : { urn }),
    },
  });

function told(...events: readonly EngineEvent[]): { errors: readonly string[]; text: string } {
  let text = "";
  const progress = new UpProgress({ write: (part) => (text += part) }, () => 0);
  for (const each of events) progress.handle(each);
  progress.finish();
  return { errors: progress.errors, text };
}

test("an error of a resource is one line that starts with its name", () => {
  const { errors, text } = told(
    error("the configuration does not fit:\n  * no disk\n  * no link\n", MACHINE),
  );
  const line = "talos-config-a: the configuration does not fit: no disk; no link";
  expect(errors).toEqual([line]);
  expect(text).toBe(`00:00 ERROR   ${line}\n`);
});

test("an error of the program keeps its lines", () => {
  const message = "stacks/lab.ts: 2 problems\n  - a\n  - b";
  expect(told(error(message, STACK)).errors).toEqual([message]);
});

test("what says nothing new is left out", () => {
  const { errors } = told(
    error("not done", MACHINE),
    error("not done", MACHINE),
    error("update failed", STACK),
    error("Detected that pulumi-resource-talos exited prematurely"),
  );
  expect(errors).toEqual(["talos-config-a: not done"]);
});

test("a failed step is told apart from one that ended well", () => {
  const metadata = { op: "create", urn: MACHINE, type: "talos:machine:ConfigurationApply" };
  const both = { metadata } as never;
  const begin = event({ resourcePreEvent: both });
  expect(told(begin, event({ resOutputsEvent: both })).text).toBe(
    "00:00 ready   talos-config-a (0.0 s)\n",
  );
  expect(told(begin, event({ resOpFailedEvent: both })).text).toBe(
    "00:00 FAILED  talos-config-a\n",
  );
});

import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../cli/harness/record";
import { withoutTraces } from "../../../cli/harness/traces";

interface Traced {
  readonly _debugStackTrace: string;
}
interface Runtime {
  debuggablePromise(promise: Promise<unknown>, context: string): Promise<unknown>;
}

/** The trace that the runtime keeps with a new promise. */
function traceOfPromise(): string {
  const runtime = jest.requireActual<Runtime>("@pulumi/pulumi/runtime/debuggable");
  const promise = Promise.resolve();
  void runtime.debuggablePromise(promise, "test");
  return (promise as unknown as Traced)._debugStackTrace;
}

/** The trace that the runtime takes for a resource. */
const traceOfResource = () =>
  (pulumi.Resource as unknown as { callsites(): readonly unknown[] }).callsites();

test("the runtime takes traces until it is told not to, and then again", () => {
  expect(traceOfPromise()).toContain("traces.test.ts");
  expect(traceOfResource()).not.toEqual([]);
  const again = withoutTraces();
  try {
    expect(traceOfPromise()).not.toContain(" at ");
    expect(traceOfResource()).toEqual([]);
  } finally {
    again();
  }
  expect(traceOfPromise()).toContain("traces.test.ts");
  expect(traceOfResource()).not.toEqual([]);
});

test("an error of the program says where it was made", async () => {
  const failing = () => Promise.reject(new Error("no such disk"));
  const error: unknown = await record(failing, { stack: "test" }).catch((one: unknown) => one);
  expect((error as Error).stack).toContain("traces.test.ts");
});

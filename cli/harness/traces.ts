import * as pulumi from "@pulumi/pulumi";

/** The parts of Pulumi's runtime that take stack traces. */
interface Debuggable {
  debuggablePromise: (promise: Promise<unknown>, context: unknown) => Promise<unknown>;
}
interface Callsites {
  callsites: () => readonly unknown[];
}

/**
 * Has Pulumi's runtime take no stack traces: one with every promise, in case it is never settled,
 * and one of full depth with every resource, for the engine to show. Nobody reads them offline, and
 * they are a fifth of a plan. Errors keep theirs.
 *
 * @returns a function that lets it take them again
 */
export function withoutTraces(): () => void {
  const debuggable = require("@pulumi/pulumi/runtime/debuggable") as Debuggable;
  const resource = pulumi.Resource as unknown as Callsites;
  const { debuggablePromise } = debuggable;
  const { callsites } = resource;
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
  resource.callsites = () => [];
  return () => {
    debuggable.debuggablePromise = debuggablePromise;
    resource.callsites = callsites;
  };
}

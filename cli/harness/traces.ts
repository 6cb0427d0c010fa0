import * as pulumi from "@pulumi/pulumi";

/** The parts of Pulumi's runtime that take stack traces. */
interface Debuggable {
  debuggablePromise: (promise: Promise<unknown>, context: unknown) => Promise<unknown>;
}
interface Callsites {
  callsites: () => readonly unknown[];
}

/**
 * Has Pulumi's runtime take no stack traces: neither with promises nor one of full depth with every
 * resource, for the engine to show. Nobody reads them offline, and they are a fifth of a plan.
 * Errors keep theirs.
 *
 * @returns a function that lets it take them again
 */
export function withoutTraces(): () => void {
  const resource = pulumi.Resource as unknown as Callsites;
  const { callsites } = resource;
  resource.callsites = () => [];
  const again = withoutPromiseTraces();
  return () => {
    again();
    resource.callsites = callsites;
  };
}

/**
 * Has Pulumi's runtime take no stack trace with every promise, which it would show of one that is
 * never settled if the environment variable PULUMI_DEBUG_PROMISE_LEAKS were set.
 *
 * @returns a function that lets it take them again
 */
export function withoutPromiseTraces(): () => void {
  const debuggable = require("@pulumi/pulumi/runtime/debuggable") as Debuggable;
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
  return () => {
    debuggable.debuggablePromise = debuggablePromise;
  };
}

// What the engine loads before the program (Pulumi.yaml).
require("./start.cjs");
const { sourceLines } = require("./typescript.cjs");

// Pulumi's runner, which listens later, prints the stack of what a program throws.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => {
    if (error instanceof Error && error.stack !== undefined) error.stack = sourceLines(error.stack);
    if (process.listenerCount(event) === 1) throw error;
  });
}

if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) require("./harness/traces.ts").withoutPromiseTraces();

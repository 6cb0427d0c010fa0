// The thread of cli/diff/commit-thread.ts, with what loads TypeScript.
require("../typescript.cjs");
require("./commit-thread.ts");

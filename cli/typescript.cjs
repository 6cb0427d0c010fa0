// Lets Node load this program's TypeScript: each file is compiled once and kept by its content.
// Unlike a general loader it leaves node_modules and resolution alone, which is most of a start.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { compilerOptions } = require("../tsconfig.json");
const cache = require("./compile-cache.cjs");

/** What each loaded file was compiled to, to find the lines of a stack trace. */
const outputs = new Map();

/** Compiles a file, or takes what an earlier run made of the same content. */
function compile(filename) {
  const source = readFileSync(filename, "utf8");
  const key = createHash("sha256")
    .update(JSON.stringify([process.versions.node, filename, compilerOptions]))
    .update(source)
    .digest("hex");
  const kept = cache.read(`${key}.js`);
  if (kept !== undefined) return kept;
  const { code } = require("esbuild").transformSync(source, {
    loader: "ts",
    format: "cjs",
    target: `node${process.versions.node}`,
    sourcefile: filename,
    sourcemap: "inline",
    sourcesContent: false,
    tsconfigRaw: { compilerOptions },
  });
  cache.write(`${key}.js`, code);
  return code;
}

Module._extensions[".ts"] = (module, filename) => {
  const code = compile(filename);
  outputs.set(filename, code);
  module._compile(code, filename);
};

// When the work is done: no start waits for it.
process.once("exit", () => cache.prune());

/**
 * A stack trace with the lines of the source. Only done for a defect that is shown: with Node's own
 * source maps every promise of Pulumi's runtime, which keeps a trace each, would pay for it.
 */
exports.sourceLines = (stack) =>
  stack.replace(/([^\s():]+\.ts):(\d+):(\d+)/g, (place, filename, line, column) => {
    const map = /sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(
      outputs.get(filename) ?? "",
    )?.[1];
    if (map === undefined) return place;
    const payload = JSON.parse(Buffer.from(map, "base64").toString("utf8"));
    const origin = new Module.SourceMap(payload).findOrigin(Number(line), Number(column));
    return origin.lineNumber === undefined
      ? place
      : `${filename}:${origin.lineNumber}:${origin.columnNumber}`;
  });

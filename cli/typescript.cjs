// Lets Node load this program's TypeScript: each file is compiled once and kept by its content.
// Unlike a general loader it leaves node_modules and resolution alone, which is most of a start.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { compilerOptions } = require("../tsconfig.json");

const CACHE = join(__dirname, "..", "node_modules", ".cache", "hearth", "compiled");

/** What each loaded file was compiled to, to find the lines of a stack trace. */
const outputs = new Map();

/** Compiles a file, or takes what an earlier run made of the same content. */
function compile(filename) {
  const source = readFileSync(filename, "utf8");
  const key = createHash("sha256")
    .update(JSON.stringify([process.versions.node, filename, compilerOptions]))
    .update(source)
    .digest("hex");
  const kept = join(CACHE, `${key}.js`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  const { code } = require("esbuild").transformSync(source, {
    loader: "ts",
    format: "cjs",
    target: `node${process.versions.node}`,
    sourcefile: filename,
    sourcemap: "inline",
    sourcesContent: false,
    tsconfigRaw: { compilerOptions },
  });
  mkdirSync(CACHE, { recursive: true });
  // Renamed into place: commands may run side by side, and none may read half a file.
  const partial = `${kept}.${process.pid}`;
  writeFileSync(partial, code);
  renameSync(partial, kept);
  return code;
}

Module._extensions[".ts"] = (module, filename) => {
  const code = compile(filename);
  outputs.set(filename, code);
  module._compile(code, filename);
};

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

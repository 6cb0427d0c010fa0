// Starts the command line: compiled code is cached between runs.
const Module = require("node:module");
const { directory } = require("./compile-cache.cjs");

/**
 * Packages that @pulumi/pulumi loads at once and uses only to serialise functions for dynamic
 * providers, which this program has none of. Loading them takes as long as everything else.
 */
const UNUSED = new Set(["@npmcli/arborist", "../../typescript-shim"]);

/** Puts off loading a module until one of its members is read. */
const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!UNUSED.has(request)) return load.call(this, request, parent, isMain);
  let loaded;
  return new Proxy(function () {}, {
    // Said to be an ES module, so that TypeScript's import helper takes it as it is, unread.
    get: (_target, key) =>
      key === "__esModule" || (loaded ??= load.call(this, request, parent, isMain))[key],
  });
};

if (Number(process.versions.node.split(".")[0]) < 22) {
  process.stderr.write(
    `this is Node ${process.versions.node}; Node 22 or newer is needed: run the commands through npm\n`,
  );
  process.exit(1);
}

Module.enableCompileCache(directory);
const { sourceLines } = require("./typescript.cjs");
require("./main.ts").start(sourceLines);

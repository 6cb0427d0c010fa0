// What makes every start short: compiled code is kept between runs, and what packages load but nobody
// here uses is put off.
const Module = require("node:module");
const { join, normalize } = require("node:path");
const { directory } = require("./compile-cache.cjs");

// Missing in Node 20, under which an engine may be.
Module.enableCompileCache?.(directory);

/**
 * Modules that packages load at once and this program does not use, each with the file that asks for
 * it. Loading them takes as long as everything else.
 */
const UNUSED = {
  // They serialise functions for dynamic providers.
  "@npmcli/arborist": "@pulumi/pulumi/runtime/closure/codePaths.js",
  "normalize-package-data": "@pulumi/pulumi/runtime/closure/codePaths.js",
  "../../typescript-shim": "@pulumi/pulumi/runtime/closure/",
  // The lab, which uses it, asks for it by its own name.
  "./automation": "@pulumi/pulumi/index.js",
  // It renders charts in the program (docs/adr/0003-bundles-and-capabilities.md).
  "./helm": "@pulumi/kubernetes/helm/v3/index.js",
  // Messages of the schema in other languages.
  "../locales/index.cjs": "zod/v4/",
};

/** It asks for every API group of Kubernetes in every version; an object is of one. */
const KUBERNETES = join("@pulumi", "kubernetes", "index.js");

function isPutOff(request, asker) {
  if (asker === undefined) return false;
  if (UNUSED[request] !== undefined) return asker.includes(normalize(UNUSED[request]));
  return request.startsWith("./") && asker.endsWith(KUBERNETES);
}

/** Puts off loading a module until one of its members is read. */
const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!isPutOff(request, parent?.filename)) return load.call(this, request, parent, isMain);
  let loaded;
  return new Proxy(function () {}, {
    // Said to be an ES module, so that TypeScript's import helper takes it as it is, unread.
    get: (_target, key) =>
      key === "__esModule" || (loaded ??= load.call(this, request, parent, isMain))[key],
  });
};

// One transform for every project: swc turns TypeScript into CommonJS without type-checking,
// which `npm run check:types` does for the whole tree.
const project = {
  rootDir: __dirname,
  testEnvironment: "node",
  // A limit for what hangs. Jest's own 5 s are too few for a whole stack on a busy machine.
  testTimeout: 60_000,
  resolver: "<rootDir>/__tests__/support/esm-resolver.js",
  transform: { "^.+\\.[cm]?[jt]s$": ["@swc/jest", { jsc: { target: "es2023" } }] },
  // These packages ship ES modules only; jest runs CommonJS.
  transformIgnorePatterns: [
    "/node_modules/(?!(kubernetes-models|@kubernetes-models|@kubernetes|is-cidr|cidr-regex|ip-regex|super-regex|is-regexp|clone-regexp|convert-hrtime|function-timeout|time-span|openid-client|oauth4webapi|jose|jsep|jsonpath-plus)/)",
  ],
  modulePathIgnorePatterns: ["<rootDir>/.lab/"],
};

module.exports = {
  // Jest keeps one processor for itself otherwise, which of two is half.
  maxWorkers: "100%",
  // What tests load stays in their worker: without a limit one grew to 3 GB, with it to half of that.
  workerIdleMemoryLimit: "1GB",
  projects: [
    {
      ...project,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/"],
    },
    {
      ...project,
      displayName: "e2e",
      // A lab keeps a small machine busy by itself, and what it waits for has limits. Jest runs the
      // projects of different runners one after the other.
      runner: "<rootDir>/__tests__/support/one-at-a-time.js",
      globalSetup: "<rootDir>/__tests__/e2e/support/tools.ts",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
    },
  ],
};

// One transform for every project: swc turns TypeScript into CommonJS without type-checking,
// which `npm run check:types` does for the whole tree.
const project = {
  rootDir: __dirname,
  testEnvironment: "node",
  resolver: "<rootDir>/__tests__/support/esm-resolver.js",
  transform: { "^.+\\.[cm]?[jt]s$": ["@swc/jest", { jsc: { target: "es2023" } }] },
  // These packages ship ES modules only; jest runs CommonJS.
  transformIgnorePatterns: [
    "/node_modules/(?!(kubernetes-models|@kubernetes-models|@kubernetes|is-cidr|cidr-regex|ip-regex|super-regex|is-regexp|clone-regexp|convert-hrtime|function-timeout|time-span|openid-client|oauth4webapi|jose|jsep|jsonpath-plus)/)",
  ],
  modulePathIgnorePatterns: ["<rootDir>/.lab/"],
};

module.exports = {
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
      globalSetup: "<rootDir>/__tests__/e2e/support/tools.ts",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
    },
  ],
};

import boundaries from "eslint-plugin-boundaries";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The rooms of the tree and what each may import (docs/adr/0002-rooms-and-import-directions.md).
 * A file that belongs to no room is an error, so a new top-level folder has to be named here.
 */
const rooms = [
  { category: "versions", pattern: "versions.ts" },
  { category: "entry", pattern: "index.ts" },
  { category: "config", pattern: "config.ts" },
  { category: "platform", pattern: "components/platform.ts" },
  { category: "kubernetes-object", pattern: "components/contracts/object.ts" },
  { category: "contracts", pattern: "components/contracts/**/*.ts" },
  { category: "app-model", pattern: "components/app/model.ts" },
  { category: "layer", pattern: "components/!(contracts|app)/**/*.ts" },
  { category: "layer", pattern: "components/app/!(model).ts" },
  { category: "catalog-index", pattern: "catalog/index.ts" },
  { category: "catalog", pattern: "catalog/*/**/*.ts" },
  { category: "spec", pattern: "spec/**/*.ts" },
  { category: "stacks", pattern: "stacks/**/*.ts" },
  { category: "policy", pattern: "policy/**/*.ts" },
  { category: "provider", pattern: "provider/**/*.ts" },
  { category: "lab", pattern: "lab/**/*.ts" },
  { category: "sdk", pattern: "sdks/**/*.ts" },
  { category: "bench", pattern: "bench/**/*.ts" },
  { category: "cli", pattern: "cli/**/*.ts" },
  { category: "tests", pattern: "__tests__/**/*.ts" },
];

/** What commands and tests, which stand around the program, may import. */
const everything = [...new Set(rooms.map(({ category }) => category))];

const allow = (from, ...to) => ({
  from: { file: { categories: from } },
  allow: { to: { file: { categories: to } } },
});

export default tseslint.config(
  { ignores: ["node_modules/", ".lab/", "**/*.js", "**/*.mjs", "**/*.cjs"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-x": importX, boundaries },
    settings: {
      "import-x/resolver": { typescript: true, node: true },
      "import/resolver": { typescript: true, node: true },
      // The local packages are imported by their names, as the published ones would be.
      "import-x/external-module-folders": ["node_modules", "sdks"],
      "boundaries/files": rooms,
      "boundaries/include": ["**/*.ts"],
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "import-x/no-cycle": "error",
      "import-x/order": [
        "error",
        {
          groups: ["builtin", "external", ["parent", "sibling", "index"]],
          alphabetize: { order: "asc" },
        },
      ],
      // A module that is needed late is required late: start-up is on the hot path of every command.
      "@typescript-eslint/no-require-imports": "off",
      "boundaries/no-unknown-files": "error",
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: [
            allow("entry", "config", "platform", "stacks", "spec", "catalog-index"),
            allow("config", "spec"),
            allow("spec", "spec"),
            allow("stacks", "stacks", "spec", "catalog-index", "versions"),
            allow("catalog-index", "catalog", "spec"),
            allow("catalog", "app-model", "catalog"),
            allow("app-model", "spec", "versions"),
            allow("kubernetes-object"),
            allow("contracts", "contracts", "kubernetes-object", "spec", "versions"),
            allow(
              "layer",
              "layer",
              "contracts",
              "kubernetes-object",
              "spec",
              "versions",
              "sdk",
              "app-model",
            ),
            allow(
              "platform",
              "layer",
              "contracts",
              "spec",
              "versions",
              "catalog-index",
              "app-model",
            ),
            allow("policy", "policy", "kubernetes-object"),
            allow("lab", "lab", "spec"),
            allow("sdk", "sdk"),
            allow("provider", "provider"),
            allow("cli", ...everything),
            allow("bench", ...everything),
            allow("tests", ...everything),
          ],
        },
      ],
    },
  },
  {
    files: ["__tests__/**/*.ts"],
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
);

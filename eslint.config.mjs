import boundaries from "eslint-plugin-boundaries";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The rooms of the tree and what each may import (docs/adr/0002-rooms-and-import-directions.md).
 * A file that belongs to no room is an error, so a new top-level folder has to be named here.
 */
const rooms = [
  { type: "versions", pattern: "versions.ts", mode: "full" },
  { type: "entry", pattern: "index.ts", mode: "full" },
  { type: "config", pattern: "config.ts", mode: "full" },
  { type: "platform", pattern: "components/platform.ts", mode: "full" },
  { type: "contracts", pattern: "components/contracts/**/*.ts", mode: "full" },
  { type: "app-model", pattern: "components/app/model.ts", mode: "full" },
  { type: "layer", pattern: "components/*/**/*.ts", mode: "full", capture: ["layer"] },
  { type: "catalog-index", pattern: "catalog/index.ts", mode: "full" },
  { type: "catalog", pattern: "catalog/*/**/*.ts", mode: "full" },
  { type: "spec", pattern: "spec/**/*.ts", mode: "full" },
  { type: "stacks", pattern: "stacks/**/*.ts", mode: "full" },
  { type: "policy", pattern: "policy/**/*.ts", mode: "full" },
  { type: "lab", pattern: "lab/**/*.ts", mode: "full" },
  { type: "sdk", pattern: "sdks/**/*.ts", mode: "full" },
  { type: "cli", pattern: "cli/**/*.ts", mode: "full" },
  { type: "tests", pattern: "__tests__/**/*.ts", mode: "full" },
];

const allow = (from, ...to) => ({
  from: { type: from },
  allow: { to: { type: to } },
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
      "boundaries/elements": rooms,
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
          rules: [
            allow("entry", "config", "platform", "stacks", "spec", "catalog-index"),
            allow("config", "spec"),
            allow("spec", "spec"),
            allow("stacks", "stacks", "spec", "catalog-index", "versions"),
            allow("catalog-index", "catalog", "spec"),
            allow("catalog", "app-model", "catalog"),
            allow("app-model", "spec", "versions"),
            allow("contracts", "contracts", "spec", "versions"),
            allow("layer", "layer", "contracts", "spec", "versions", "sdk", "app-model"),
            allow(
              "platform",
              "layer",
              "contracts",
              "spec",
              "versions",
              "catalog-index",
              "app-model",
            ),
            allow("policy", "policy"),
            allow("lab", "lab", "spec"),
            allow("sdk", "sdk"),
            allow(
              "cli",
              "cli",
              "entry",
              "config",
              "platform",
              "stacks",
              "spec",
              "catalog-index",
              "catalog",
              "contracts",
              "layer",
              "app-model",
              "versions",
              "policy",
              "lab",
            ),
            allow(
              "tests",
              "tests",
              "cli",
              "entry",
              "config",
              "platform",
              "stacks",
              "spec",
              "catalog-index",
              "catalog",
              "contracts",
              "layer",
              "app-model",
              "versions",
              "policy",
              "lab",
              "sdk",
            ),
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

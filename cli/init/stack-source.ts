import type { Plugin } from "prettier";
import type { ClusterInput } from "../../spec/cluster";
import { profiles } from "./profiles";

/** Stands for a hardware profile in the printed data until the identifier takes its place. */
const marker = (identifier: string): string => `@@${identifier}@@`;

/** The comments that let Renovate keep the versions up. */
const COMMENTS = {
  talos: "// renovate: datasource=docker depName=ghcr.io/siderolabs/installer",
  kubernetes: "// renovate: datasource=docker depName=ghcr.io/siderolabs/kubelet",
} as const;

/** `stacks/<name>.ts` of a new stack, formatted as the rest of the tree. */
export async function stackSource(input: ClusterInput): Promise<string> {
  const used = Object.keys(input.hardware).flatMap((key) => profiles[key]?.identifier ?? []);
  const data = {
    ...input,
    hardware: Object.fromEntries(
      Object.keys(input.hardware).map((key) => [key, marker(profiles[key]?.identifier ?? key)]),
    ),
  };
  const literal = JSON.stringify(data, null, 2)
    .replaceAll(/"([A-Za-z_$][\w$]*)":/g, "$1:")
    .replaceAll(/"@@(\w+)@@"/g, "$1")
    .replaceAll(/\n( +)(\w+): \2\b/g, "\n$1$2")
    .replace(/(\n +talos: \{)/, `$1\n${COMMENTS.talos}`)
    .replace(/(\n +kubernetes: \{)/, `$1\n${COMMENTS.kubernetes}`)
    .replace(/\n {2}apps: (\{[\s\S]*?\n {2}\})/, "\n  apps: $1 satisfies AppSelection")
    .replaceAll(/\{\n[^{}]{1,90}\n *\}/g, oneLine);
  const source = `import type { AppSelection } from "../catalog";
import { defineStack } from "../spec/define";
import { ${[...used].sort().join(", ")} } from "./hardware";

/** The cluster ${input.name}. docs/configuration.md explains every field. */
export default defineStack(${literal});
`;
  return formatted(source);
}

/** A short object without a comment in one line, which the formatter then leaves as it is. */
const oneLine = (object: string): string =>
  object.includes("//") ? object : object.replaceAll(/\s*\n\s*/g, " ");

/** `Pulumi.<name>.yaml` of a new stack. */
export const STACK_CONFIG = `# Secrets of this stack. \`pulumi config set --secret\` writes them here, encrypted.
# \`npm run plan\` needs none of them.
config: {}
`;

/** A source as prettier writes it. Loaded here, since no other command needs it. */
export async function formatted(source: string): Promise<string> {
  const [{ format }, typescript, estree] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/typescript"),
    import("prettier/plugins/estree"),
  ]);
  return format(source, {
    parser: "typescript",
    plugins: [typescript, estree as Plugin],
    printWidth: 100,
    tabWidth: 2,
  });
}

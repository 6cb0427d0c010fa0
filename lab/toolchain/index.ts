/** The toolchain's public face: what can be had, and having it. */
export { ToolCache, cacheRoot } from "./cache";
export { kubernetesVersion, labPrograms, tools, type ToolName } from "./catalog";
export { duration, lines, silent, type Progress } from "./progress";
export { ToolchainError, resolveTools, type ResolveOptions, type ResolvedTool } from "./resolve";

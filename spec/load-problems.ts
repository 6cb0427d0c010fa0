/** What esbuild throws for a file that it cannot compile. https://esbuild.github.io/api/#transform */
interface CompileError {
  readonly errors: readonly {
    readonly text: string;
    readonly location: { readonly line: number; readonly column: number } | null;
  }[];
}

/**
 * Why a file that a user writes cannot be loaded, a line for each mistake in it; undefined where the
 * mistake is not in a file of its folder, so that it is the program's own.
 *
 * @param file as it is named to the user, e.g. `stacks/home.ts`
 */
export function loadProblems(file: string, error: unknown): string[] | undefined {
  if (!(error instanceof Error)) return undefined;
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  if ("errors" in error && Array.isArray(error.errors)) {
    const { errors } = error as unknown as CompileError;
    // The message names the file, which may be one that this file imports.
    const named = new RegExp(`${folder}[\\w.-]+`).exec(error.message)?.[0];
    return named === undefined
      ? undefined
      : errors.map(({ text, location }) => {
          const place =
            location === null ? "" : `:${String(location.line)}:${String(location.column + 1)}`;
          return `${named}${place}: ${text}; correct the file there or just before`;
        });
  }
  const [, stack = ""] = (error.stack ?? "").split(`${error.message}\n`);
  const frames = stack.split("\n").filter((line) => !line.includes("(node:"));
  const isOwn = frames[0]?.includes(`/${folder}`) === true || isMissingOf(error, folder);
  const [message = ""] = error.message.split("\n");
  return isOwn ? [`${file}: ${message}; correct the name, or import what it is`] : undefined;
}

/** Whether a module is missing that a file of the folder imports. */
function isMissingOf(error: Error, folder: string): boolean {
  const { requireStack } = error as { readonly requireStack?: readonly string[] };
  return requireStack?.[0]?.includes(`/${folder}`) === true;
}

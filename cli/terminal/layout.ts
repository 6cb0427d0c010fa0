/** Width that every command's output keeps to. */
export const COLUMNS = 80;

/** A heading line. */
export function heading(text: string): string {
  return `== ${text}`;
}

/**
 * Text broken at blanks to lines of at most {@link COLUMNS}.
 * A word that is longer stands alone on its line, so that it can still be copied.
 */
export function wrap(text: string, indent: number, hanging: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  let empty = true;
  for (const word of text.split(" ")) {
    const next = empty ? line + word : `${line} ${word}`;
    if (!empty && next.length > COLUMNS) {
      lines.push(line);
      line = " ".repeat(hanging) + word;
    } else {
      line = next;
    }
    empty = false;
  }
  lines.push(line);
  return lines;
}

/** Rows with their columns aligned by blanks. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

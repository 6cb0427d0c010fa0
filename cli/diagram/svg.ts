/**
 * A small writer of SVG: boxes, text and lines with a handful of classes, whose colours follow the
 * reader's light or dark mode. A picture is a plain string, the same for the same input.
 */

/** Width of every picture: what a README shows without scaling. */
export const WIDTH = 860;

/** Height of a line of text. */
export const LINE = 18;

/** Colours by class: fill of boxes and text, stroke of lines; light first, then dark. */
const COLOURS = {
  paper: ["fill:#ffffff", "fill:#0d1117"],
  zone: ["fill:#f6f8fa;stroke:#d0d7de", "fill:#161b22;stroke:#3d444d"],
  box: ["fill:#ffffff;stroke:#8c959f", "fill:#21262d;stroke:#656c76"],
  public: ["fill:#fff8c5;stroke:#bf8700", "fill:#3a2f0b;stroke:#bb8009"],
  private: ["fill:#ddf4ff;stroke:#0969da", "fill:#0c2d6b;stroke:#388bfd"],
  control: ["fill:#dafbe1;stroke:#1a7f37", "fill:#033a16;stroke:#2ea043"],
  chain: ["fill:#fbefff;stroke:#8250df", "fill:#2f1a4d;stroke:#a371f7"],
  text: ["fill:#1f2328", "fill:#e6edf3"],
  quiet: ["fill:#59636e", "fill:#9198a1"],
  line: ["stroke:#59636e", "stroke:#9198a1"],
  head: ["fill:#59636e", "fill:#9198a1"],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

type BoxClass = "zone" | "box" | "public" | "private" | "control" | "chain";

/** A rectangle with rounded corners. */
export function box(kind: BoxClass, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="6"/>`;
}

/** How a line of text looks. */
export interface TextStyle {
  readonly quiet?: boolean;
  readonly bold?: boolean;
  /** @default 12 */
  readonly size?: number;
  readonly anchor?: "middle" | "end";
}

/** One line of text; `y` is its base line. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const attributes = [
    `class="${style.quiet === true ? "quiet" : "text"}"`,
    `x="${n(x)}"`,
    `y="${n(y)}"`,
    ...(style.size === undefined ? [] : [`font-size="${String(style.size)}"`]),
    ...(style.bold === true ? ['font-weight="600"'] : []),
    ...(style.anchor === undefined ? [] : [`text-anchor="${style.anchor}"`]),
  ];
  return `<text ${attributes.join(" ")}>${escape(content)}</text>`;
}

/** A line through points, with an arrow at its end. */
export function arrow(points: readonly (readonly [number, number])[]): string {
  const path = points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
  return `<polyline class="line" points="${path}" marker-end="url(#arrow)"/>`;
}

/** The longest start of a text that fits a width, closed by … where it was cut. */
export function fit(content: string, width: number, size = 12): string {
  const room = Math.floor(width / (size * 0.56));
  return content.length <= room ? content : `${content.slice(0, Math.max(1, room - 1))}…`;
}

/** Words broken into lines that fit a width. */
export function wrapText(content: string, width: number, size = 12): string[] {
  const room = Math.floor(width / (size * 0.56));
  const lines: string[] = [];
  for (const word of content.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/**
 * A whole picture.
 *
 * @param title what screen readers say, and what stands above
 */
export function picture(title: string, height: number, parts: readonly string[]): string {
  const css = (index: 0 | 1) =>
    Object.entries(COLOURS)
      .map(([name, colours]) => `.${name}{${colours[index]}}`)
      .join("");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${n(height)}" viewBox="0 0 ${String(WIDTH)} ${n(height)}" role="img" font-family="ui-sans-serif,system-ui,'Segoe UI',Helvetica,Arial,sans-serif" font-size="12">`,
    `<title>${escape(title)}</title>`,
    `<style>.line{fill:none;stroke-width:1.5}${css(0)}@media(prefers-color-scheme:dark){${css(1)}}</style>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>`,
    `<rect class="paper" width="${String(WIDTH)}" height="${n(height)}"/>`,
    text(16, 28, title, { bold: true, size: 16 }),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

const n = (value: number): string => String(Math.round(value * 10) / 10);

const escape = (content: string): string =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

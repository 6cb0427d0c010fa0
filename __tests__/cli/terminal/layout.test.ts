import fc from "fast-check";
import { COLUMNS, table, wrap } from "../../../cli/terminal/layout";

describe("wrap", () => {
  it("keeps every line of short words within the columns, and every word", () => {
    const word = fc.stringMatching(/^[a-z]{1,20}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 60 }),
        fc.nat({ max: 10 }),
        (words, indent) => {
          const lines = wrap(words.join(" "), indent, indent + 2);
          expect(lines.every((line) => line.length <= COLUMNS)).toBe(true);
          expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(words);
        },
      ),
    );
  });

  it("leaves a word that is too long whole", () => {
    const url = `https://example.com/${"x".repeat(100)}`;
    expect(wrap(`see ${url} now`, 0, 2)).toEqual(["see", `  ${url}`, "  now"]);
  });
});

describe("table", () => {
  it("aligns columns and leaves no blanks at the end", () => {
    expect(
      table([
        ["a", "1", ""],
        ["long", "22", "x"],
      ]),
    ).toEqual(["a     1", "long  22  x"]);
  });
});

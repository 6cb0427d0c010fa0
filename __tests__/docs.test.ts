import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { commands } from "../cli/commands";
import { configurationFields } from "../cli/docs/configuration";
import { replaceGenerated } from "../cli/docs/generated";
import { clusterSchema } from "../spec/cluster";

const root = join(__dirname, "..");
const documents = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
  {
    cwd: root,
    encoding: "utf8",
  },
)
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)))
  .sort();
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** A document without what stands in fences and backticks, where brackets are code. */
const prose = (text: string): string =>
  text.replaceAll(/^ *```.*?^ *```/gms, "").replaceAll(/`[^`\n]*`/g, "code");

/** Anchors of the headings as GitHub makes them. https://docs.github.com/en/get-started/writing-on-github */
function anchors(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, title = ""] of text
    .replaceAll(/^ *```.*?^ *```/gms, "")
    .matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "");
    const slug = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    let unique = slug;
    for (let n = 1; found.has(unique); n++) unique = `${slug}-${String(n)}`;
    found.add(unique);
  }
  return found;
}

/** Links and pictures of a document that lead into this repository. */
const linksOf = (file: string): string[] =>
  [...prose(read(file)).matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)/gm)]
    .map(([, inline, reference]) => inline ?? reference ?? "")
    .filter((link) => !/^[a-z]+:/.test(link));

test("there are documents to look at", () => {
  expect(documents).toEqual(
    expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/getting-started.md"]),
  );
});

test.each(documents)("every link of %s leads somewhere", (file) => {
  const broken = linksOf(file).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? join(root, file) : resolve(root, dirname(file), path);
    if (relative(root, target).startsWith("..") || !existsSync(target)) return true;
    if (anchor === undefined) return false;
    return !statSync(target).isFile() || !anchors(readFileSync(target, "utf8")).has(anchor);
  });
  expect(broken).toEqual([]);
});

test("every guide can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  const open = [...reached];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const link of linksOf(file)) {
      const [path = ""] = link.split("#");
      const target = relative(root, resolve(root, dirname(file), path));
      if (path === "" || !target.endsWith(".md") || reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  const guides = documents.filter((file) => /^(?:docs\/[^/]+\.md|CONTRIBUTING\.md)$/.test(file));
  expect(guides.filter((file) => !reached.has(file))).toEqual([]);
});

test("docs/configuration.md is as the schema has it; `npm run docs` makes it so", () => {
  const document = read("docs/configuration.md");
  expect(document).toBe(replaceGenerated(document, configurationFields()));
  for (const field of Object.keys(clusterSchema.shape)) {
    expect(document).toMatch(new RegExp(`^- \`${field}\` `, "m"));
  }
});

test("every command of the documents is one that package.json has", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const called = documents
    .filter((file) => !file.startsWith("docs/adr/"))
    .flatMap((file) =>
      [...read(file).matchAll(/npm run (?:-s |--silent )?([\w:]+)/g)].map(([, name = ""]) => ({
        file,
        name,
      })),
    );
  expect(called.length).toBeGreaterThan(20);
  expect(called.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
});

test("the README names every command that people call", () => {
  const text = read("README.md");
  const absent = Object.keys(commands).filter((name) => !text.includes(`npm run ${name}`));
  // `schema` is for those who change the program; CONTRIBUTING.md has it.
  expect(absent).toEqual(["schema"]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { appFields, fieldsOf } from "../../../cli/docs/app-fields";
import { replaceGenerated } from "../../../cli/docs/generated";
import { chartAppSchema, imageAppSchema, platformAppSchema } from "../../../spec/app/app";

const document = readFileSync(join(__dirname, "../../../docs/apps.md"), "utf8");
const fields = [imageAppSchema, chartAppSchema, platformAppSchema].flatMap(fieldsOf);

describe("docs/apps.md", () => {
  it("is as the schema has it; `npm run docs` makes it so", () => {
    expect(document).toBe(replaceGenerated(document, appFields()));
  });

  it("shows every field of an entry in an example", () => {
    const examples = [...document.matchAll(/```ts\n(.*?)```/gs)]
      .map(([, code = ""]) => code)
      .join("\n");
    const top = new Set(fields.map(({ path }) => path).filter((path) => /^\w+$/.test(path)));
    const absent = [...top].filter((name) => !new RegExp(`^\\s*${name}:`, "m").test(examples));
    expect(absent).toEqual([]);
  });
});

describe("the fields", () => {
  it("all say what they are for", () => {
    expect(fields.filter(({ description }) => description === "").map(({ path }) => path)).toEqual(
      [],
    );
  });

  it("reach into records, lists and alternatives", () => {
    const paths = fields.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "routes.<name>.gateway",
        "scheduling.tolerations[].key",
        "volumes.<name>.nfs",
        "volumes.<name>.size",
      ]),
    );
  });

  it("are required only where nothing else may be chosen", () => {
    const required = (path: string) => fields.find((field) => field.path === path)?.required;
    expect(required("name")).toBe(true);
    expect(required("volumes.<name>.size")).toBe(false);
    expect(required("replicas")).toBe(false);
  });
});

test("a document without a generated part is refused", () => {
  expect(() => replaceGenerated("# Apps", "")).toThrow("the document has no generated part");
});

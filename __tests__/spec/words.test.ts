import { mergeOverride } from "../../spec/app/override";
import { nearest, suggestion } from "../../spec/nearest";
import { mebibytes, millicores } from "../../spec/quantity";
import { at, formatProblem, quote, SpecError } from "../../spec/report";
import { matches } from "../../spec/rules/support/disks";

describe("nearest", () => {
  const known = ["address", "addressing", "mtu", "nic"];
  test.each([
    ["adress", "address"],
    ["ADDRESS", "address"],
    ["mut", undefined],
    ["mtuu", "mtu"],
    ["constructor", undefined],
  ])("%s → %s", (word, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });

  test("suggestion lists at most twelve known words, or says to remove it", () => {
    const letters = [..."nopqrstuvwxyzabc"];
    expect(suggestion("zzzzzz", letters)).toBe("use one of: a, b, c, n, o, p, q, r, s, t, u, v, …");
    expect(suggestion("x", [])).toBe("remove it");
  });
});

describe("report", () => {
  test("a problem is one line, whatever it holds", () => {
    const line = formatProblem({
      path: at("apps", "a.b", 'c"\n'),
      value: "x\r\ny\u0085z\u2028",
      message: "is\nwrong",
      remedy: "mend\tit",
    });
    expect(line).toBe('apps."a.b"."c\\"\\n" = "x\\r\\ny z ": is wrong; mend it');
  });

  test("a long value is cut between characters", () => {
    const text = quote("😀".repeat(100));
    expect([...text]).toHaveLength(60);
    expect(text.endsWith("😀…")).toBe(true);
  });

  test("a value without JSON is named by its type", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(quote(circle)).toBe("object");
    expect(quote(() => 1)).toBe("function");
    expect(quote(10n)).toBe('"10"');
  });

  test("SpecError counts its problems", () => {
    const problem = { path: "", message: "is wrong", remedy: "mend it" };
    expect(new SpecError("demo", [problem]).lines).toEqual([
      "demo: 1 problem",
      "(root): is wrong; mend it",
    ]);
    expect(new SpecError("demo", [problem, problem]).message).toMatch(/^demo: 2 problems\n/);
  });
});

describe("mergeOverride", () => {
  test("objects merge, lists and plain values replace, null removes", () => {
    expect(
      mergeOverride(
        { a: { b: 1, c: 2 }, list: [1, 2], keep: true },
        { a: { b: 3, c: null }, list: [4], extra: { x: 1, y: null } },
      ),
    ).toEqual({ a: { b: 3 }, list: [4], keep: true, extra: { x: 1 } });
  });

  test("leaves its arguments alone", () => {
    const base = { a: { b: 1 } };
    mergeOverride(base, { a: { b: null } });
    expect(base).toEqual({ a: { b: 1 } });
  });

  test("a key __proto__ stays a key", () => {
    const merged = mergeOverride({ a: 1 }, JSON.parse('{"__proto__": {"b": 2}}'));
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(Object.keys(merged as object)).toEqual(["a", "__proto__"]);
  });
});

test.each([
  ["512Mi", 512],
  ["10Gi", 10_240],
  ["2Ti", 2_097_152],
])("%s is %d MiB", (size, expected) => {
  expect(mebibytes(size)).toBe(expected);
});

test.each([
  ["250m", 250],
  ["2", 2000],
  ["0.5", 500],
])("%s is %d millicores", (quantity, expected) => {
  expect(millicores(quantity)).toBe(expected);
});

test.each([
  ["Air*", "AirDisk_512GB", true],
  ["*512*", "AirDisk_512GB_SSD", true],
  ["AirDisk", "AirDisk_512GB", false],
  ["*GB", "512GB_SSD", false],
  ["aa*a", "aa", false],
  ["*", "", true],
])("%s against %s", (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

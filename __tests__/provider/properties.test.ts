import { isKnown, texts, unwrap } from "../../provider/properties";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({
  [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270",
  value,
});

test("secrets are taken out of their wrappers, at any depth", () => {
  expect(unwrap(secret({ list: [secret("a"), "b"], inner: { key: secret("c") } }))).toEqual({
    list: ["a", "b"],
    inner: { key: "c" },
  });
});

test("an output without a value is unknown", () => {
  const { later } = unwrap({ later: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" } });
  expect(isKnown(later)).toBe(false);
  expect(isKnown(["a", later])).toBe(false);
  expect(isKnown(["a"])).toBe(true);
});

test("only a list of texts is one", () => {
  expect(texts(["a", "b"])).toEqual(["a", "b"]);
  expect(texts(["a", 1])).toBeUndefined();
  expect(texts("a")).toBeUndefined();
});

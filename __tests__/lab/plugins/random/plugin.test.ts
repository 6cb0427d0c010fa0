import bcrypt from "bcryptjs";
import { RandomPlugin } from "../../../../lab/plugins/random/plugin";
import type { Call } from "../../../../lab/plugins/shared/plugin";
import { textOf } from "../../../../lab/plugins/shared/values";
import type { Bag, Properties } from "../../../../lab/plugins/shared/values";

const plugin = new RandomPlugin();
const bag = (values: Properties): Bag => ({ values, secrets: [] });
const call = (type: string): Call => ({
  urn: `urn:pulumi:dev::test::${type}::one`,
  type,
  signal: new AbortController().signal,
  status: () => undefined,
});
const PASSWORD = "random:index/randomPassword:RandomPassword";
const create = (type: string, inputs: Properties) =>
  plugin.create(call(type), bag(inputs), { preview: false });

describe("a password", () => {
  it("has its length, its least numbers of each class and no other characters", async () => {
    const inputs = {
      length: 40,
      minUpper: 3,
      minNumeric: 4,
      minSpecial: 5,
      lower: false,
      overrideSpecial: "_",
    };
    const { id, outputs } = await create(PASSWORD, inputs);
    const result = textOf(outputs.values["result"]);
    expect(id).toBe("none");
    expect(result).toMatch(/^[A-Z0-9_]{40}$/);
    expect(result.replace(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(3);
    expect(result.replace(/[^0-9]/g, "").length).toBeGreaterThanOrEqual(4);
    expect(result.replace(/[^_]/g, "").length).toBeGreaterThanOrEqual(5);
    expect(outputs.secrets).toEqual([["result"], ["bcryptHash"]]);
    expect(bcrypt.compareSync(result, textOf(outputs.values["bcryptHash"]))).toBe(true);
  });

  it("differs from the next", async () => {
    const one = await create(PASSWORD, { length: 24 });
    const two = await create(PASSWORD, { length: 24 });
    expect(one.outputs.values["result"]).not.toBe(two.outputs.values["result"]);
  });

  it("that cannot be made says why", async () => {
    const none = { length: 4, upper: false, lower: false, numeric: false, special: false };
    await expect(async () => create(PASSWORD, none)).rejects.toThrow("one of upper, lower");
    await expect(async () => create(PASSWORD, { length: 4, minUpper: 5 })).rejects.toThrow(
      "length: 4 is less than the minimums' sum of 5",
    );
    expect(plugin.check(call(PASSWORD), bag({}), bag({})).failures).toEqual([
      { property: "length", reason: "is missing" },
    ]);
  });

  it("is drawn anew when anything changes, and only then", async () => {
    const olds = bag({ length: 24, keepers: { version: "1" } });
    const news = bag({ length: 24, keepers: { version: "2" } });
    const changed = await plugin.diff(call(PASSWORD), "none", olds, olds, news);
    expect(changed.replaces).toEqual([{ path: ["keepers", "version"], kind: "update" }]);
    const same = await plugin.diff(call(PASSWORD), "none", olds, olds, olds);
    expect(same).toEqual({ changes: [], replaces: [] });
  });

  it("is imported by its text, which does not become the id", async () => {
    const found = await plugin.read(call(PASSWORD), "correct-horse");
    expect(found).toMatchObject({
      id: "none",
      inputs: { values: { length: 13 } },
      outputs: { values: { result: "correct-horse" } },
    });
  });
});

describe("bytes and ids", () => {
  it("come in every encoding of the same bytes", async () => {
    const { outputs } = await create("random:index/randomBytes:RandomBytes", { length: 32 });
    const { base64, hex } = outputs.values;
    expect(Buffer.from(textOf(base64), "base64").toString("hex")).toBe(hex);
    expect(textOf(hex)).toHaveLength(64);
    expect(outputs.secrets).toEqual([["base64"], ["hex"]]);

    const made = await create("random:index/randomId:RandomId", { byteLength: 4, prefix: "p-" });
    const { b64Url, dec } = made.outputs.values;
    expect(b64Url).toBe(`p-${made.id}`);
    expect(BigInt(textOf(dec).slice(2)).toString(16).padStart(8, "0")).toBe(
      Buffer.from(made.id, "base64url").toString("hex"),
    );
  });

  it("of another kind are refused by name", async () => {
    await expect(async () => create("random:index/randomPet:RandomPet", {})).rejects.toThrow(
      "random:index/randomPet:RandomPet: the stand-in random plugin has only RandomPassword",
    );
  });
});

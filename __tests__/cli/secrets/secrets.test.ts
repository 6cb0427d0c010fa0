import { run } from "../../../cli/commands/secrets";
import { secretKeys, storeBootstrapKeys } from "../../../components/secrets/secret-keys";
import { loadSpec, stackNames } from "../../../stacks";

/** What the command writes. */
async function output(argv: readonly string[]): Promise<string> {
  let text = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    expect(await run(argv)).toBe(0);
  } finally {
    write.mockRestore();
  }
  return text;
}

describe.each(stackNames())("the secrets of %s", (stack) => {
  it("names every key of the store with its uses", async () => {
    const spec = loadSpec(stack);
    const text = await output([stack]);
    for (const { property, uses } of secretKeys(spec)) {
      expect(text).toContain(property);
      expect(text).toContain(uses.join(", "));
    }
    for (const key of storeBootstrapKeys(spec)) expect(text).toContain(`  ${key}\n`);
  });

  it("gives the same as data", async () => {
    const spec = loadSpec(stack);
    expect(JSON.parse(await output([stack, "--json"]))).toEqual({
      stack,
      provider: spec.secretStore.provider,
      config: storeBootstrapKeys(spec),
      keys: secretKeys(spec),
    });
  });
});

it("refuses an unknown stack with the nearest name", () => {
  expect(() => run(["hom"])).toThrow('did you mean "home"?');
});

it("wants a stack", () => {
  expect(() => run([])).toThrow("npm run secrets -- <stack> [--json]");
});

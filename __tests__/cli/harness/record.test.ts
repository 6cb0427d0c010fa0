import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../cli/harness/record";

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("hearth:test:Group", name, {}, {});
    this.registerOutputs({});
  }
}

/** Makes one component and returns what config key `hearth:word` says. */
const program = (name: string) => (): Promise<Record<string, unknown>> => {
  new Group(name);
  return Promise.resolve({ word: new pulumi.Config("hearth").get("word") ?? "none" });
};

/** A program that makes something before it fails, without a promise. */
const failing = (): Promise<Record<string, unknown>> => {
  new Group("half");
  throw new Error("no such disk");
};

test("a program that throws at once is rejected with what it threw", async () => {
  await expect(record(failing, { stack: "test" })).rejects.toThrow("no such disk");
});

test("a promise that is rejected is rejected with the same", async () => {
  const rejecting = () => Promise.reject(new Error("no such host"));
  await expect(record(rejecting, { stack: "test" })).rejects.toThrow("no such host");
});

test("a run sees nothing of the runs before it", async () => {
  await expect(record(failing, { stack: "one" })).rejects.toThrow();
  const first = await record(program("a"), { stack: "one", config: { "hearth:word": "hello" } });
  const second = await record(program("b"), { stack: "two" });
  expect(first.outputs).toEqual({ word: "hello" });
  expect(second.outputs).toEqual({ word: "none" });
  expect(second.resources.map(({ urn }) => urn)).toEqual([
    expect.stringMatching(/^urn:pulumi:two::hearth::pulumi:pulumi:Stack::/),
    expect.stringMatching(/^urn:pulumi:two::hearth::.*hearth:test:Group::b$/),
  ]);
  expect(first.resources).toHaveLength(2);
});

test("the same program gives the same recording twice", async () => {
  const first = await record(program("a"), { stack: "test" });
  expect(await record(program("a"), { stack: "test" })).toEqual(first);
});

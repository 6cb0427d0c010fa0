import { settle, type OpenState, type RecordedState } from "../../../cli/lab/pending";

const urn = (name: string) => `urn:pulumi:lab::hearth::kubernetes:core/v1:ConfigMap::${name}`;
const configMap = (name: string, more: Partial<RecordedState> = {}): RecordedState => ({
  urn: urn(name),
  type: "kubernetes:core/v1:ConfigMap",
  inputs: { metadata: { name } },
  ...more,
});
const creating = (name: string) => ({ type: "creating", resource: configMap(name) });
const there = (...names: string[]) => {
  const asked: string[] = [];
  const idOf = (resource: RecordedState) => {
    asked.push(resource.urn);
    return Promise.resolve(names.find((name) => urn(name) === resource.urn));
  };
  return { asked, idOf };
};

it("takes in what was created and not noted, to be completed by the next update", async () => {
  const before: OpenState = {
    resources: [configMap("old", { id: "old" })],
    pending_operations: [creating("new")],
  };
  expect(await settle(before, there("new").idOf)).toEqual({
    state: {
      resources: [
        configMap("old", { id: "old" }),
        configMap("new", {
          id: "new",
          outputs: { metadata: { name: "new" } },
          initErrors: ["the run that worked on it was killed"],
        }),
      ],
      pending_operations: [],
    },
    taken: 1,
    dropped: 0,
  });
});

it("gives the id to the outputs of what the Terraform bridge provides", async () => {
  const inputs = { zoneId: "z", name: "www" };
  const record: RecordedState = {
    urn: urn("new"),
    type: "cloudflare:index/dnsRecord:DnsRecord",
    inputs,
  };
  const pending_operations = [{ type: "creating", resource: record }];
  const { state } = await settle({ pending_operations }, there("new").idOf);
  expect(state.resources?.[0]?.outputs).toEqual({ ...inputs, id: "new" });
});

it("forgets what was not created", async () => {
  const { state, dropped } = await settle({ pending_operations: [creating("new")] }, there().idOf);
  expect(state).toEqual({ resources: [], pending_operations: [] });
  expect(dropped).toBe(1);
});

it("takes in once what several runs were creating", async () => {
  const { asked, idOf } = there("new");
  const pending_operations = [creating("new"), creating("new")];
  const { state, taken } = await settle({ pending_operations }, idOf);
  expect(state.resources).toHaveLength(1);
  expect({ taken, asked }).toEqual({ taken: 1, asked: [urn("new")] });
});

it("forgets the creation of what a later run has created", async () => {
  const resources = [configMap("one", { id: "one" })];
  const { asked, idOf } = there("one");
  const { state } = await settle({ resources, pending_operations: [creating("one")] }, idOf);
  expect(state).toEqual({ resources, pending_operations: [] });
  expect(asked).toEqual([]);
});

it("has what was being changed changed again, and what was being deleted deleted again", async () => {
  const resources = ["a", "b", "c"].map((name) => configMap(name, { id: name }));
  const pending_operations = [
    { type: "updating", resource: configMap("b") },
    { type: "deleting", resource: configMap("c") },
  ];
  const { state } = await settle({ resources, pending_operations }, there().idOf);
  expect(state.resources?.map(({ urn: of, initErrors }) => [of, initErrors?.length])).toEqual([
    [urn("a"), undefined],
    [urn("b"), 1],
    [urn("c"), undefined],
  ]);
  expect(state.pending_operations).toEqual([]);
});

it("keeps whatever else the state holds", async () => {
  const state: OpenState = { manifest: { version: "v3" } };
  expect((await settle(state, there().idOf)).state).toMatchObject(state);
});

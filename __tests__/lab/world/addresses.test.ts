import type { KubeObject } from "../../../lab/kubernetes/client";
import { AddressBook } from "../../../lab/world/controllers/addresses";

const pool = (spec: object): KubeObject => ({ metadata: { name: "lan" }, spec });
const lan = pool({ blocks: [{ start: "192.0.2.220", stop: "192.0.2.222" }] });

const service = (name: string, annotations = {}, labels = {}): KubeObject => ({
  metadata: { name, namespace: "default", annotations, labels },
  spec: { type: "LoadBalancer" },
});
const wants = (ips: string, more = {}) => ({ "lbipam.cilium.io/ips": ips, ...more });

function assign(book: AddressBook, object: KubeObject, pools = [lan]) {
  return book.assign(object, object.metadata.name, pools);
}

it("gives the lowest free address, and the same one when asked again", () => {
  const book = new AddressBook();
  expect(assign(book, service("a"))).toEqual({ addresses: ["192.0.2.220"] });
  expect(assign(book, service("b"))).toEqual({ addresses: ["192.0.2.221"] });
  expect(assign(book, service("a"))).toEqual({ addresses: ["192.0.2.220"] });
});

it("gives the address that is wanted, and does not give it to another", () => {
  const book = new AddressBook();
  expect(assign(book, service("a", wants("192.0.2.221")))).toEqual({ addresses: ["192.0.2.221"] });
  expect(assign(book, service("b", wants("192.0.2.221")))).toEqual({
    reason: "already_allocated",
    message: "192.0.2.221 belongs to a",
  });
  book.release("a");
  expect(assign(book, service("b", wants("192.0.2.221")))).toEqual({ addresses: ["192.0.2.221"] });
});

it("shares an address between Services with the same key", () => {
  const book = new AddressBook();
  const key = { "lbipam.cilium.io/sharing-key": "dns" };
  assign(book, service("a", wants("192.0.2.220", key)));
  expect(assign(book, service("b", wants("192.0.2.220", key)))).toEqual({
    addresses: ["192.0.2.220"],
  });
  expect(assign(book, service("c", wants("192.0.2.220")))).toHaveProperty(
    "reason",
    "already_allocated",
  );
});

it.each([
  ["outside the pool", service("a", wants("198.51.100.1")), [lan], "no_pool"],
  ["without a pool", service("a"), [], "no_pool"],
  [
    "with a disabled pool",
    service("a"),
    [pool({ ...(lan.spec as object), disabled: true })],
    "no_pool",
  ],
  [
    "that the pool does not select",
    service("a", {}, { tier: "one" }),
    [pool({ ...(lan.spec as object), serviceSelector: { matchLabels: { tier: "two" } } })],
    "no_pool",
  ],
  [
    "when all are taken",
    service("a"),
    [pool({ blocks: [] }), pool({ blocks: [{ start: "192.0.2.9", stop: "192.0.2.8" }] })],
    "out_of_ips",
  ],
])("gives none %s", (_name, object, pools, reason) => {
  expect(assign(new AddressBook(), object, pools)).toHaveProperty("reason", reason);
});

it("reads a block that is given as a network", () => {
  const answer = assign(new AddressBook(), service("a", wants("192.0.2.67")), [
    pool({ blocks: [{ cidr: "192.0.2.64/29" }] }),
  ]);
  expect(answer).toEqual({ addresses: ["192.0.2.67"] });
});

import fc from "fast-check";
import {
  contains,
  formatAddress,
  network,
  nthAddress,
  overlaps,
  parseAddress,
  parseNetwork,
  range,
} from "../../spec/address";

const addresses = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("an address survives being written and read", () => {
  fc.assert(fc.property(addresses, (value) => parseAddress(formatAddress(value)) === value));
});

test.each(["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.-4", "1.2.3.4 ", "a.b.c.d"])(
  "%p is no address",
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
  },
);

test.each([
  ["192.168.0.77/24", "192.168.0.0/24", "192.168.0.0", "192.168.0.255"],
  ["10.0.0.1/32", "10.0.0.1/32", "10.0.0.1", "10.0.0.1"],
  ["255.255.255.255/1", "128.0.0.0/1", "128.0.0.0", "255.255.255.255"],
  ["1.2.3.4/0", "0.0.0.0/0", "0.0.0.0", "255.255.255.255"],
])("%s is the network %s", (text, canonical, first, last) => {
  const parsed = network(text);
  expect(parsed.text).toBe(canonical);
  expect([formatAddress(parsed.first), formatAddress(parsed.last)]).toEqual([first, last]);
});

test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "/8", "10.0.0.0/", "10.0.0.0/-1"])(
  "%p is no network",
  (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  },
);

test("a network holds exactly the addresses that share its prefix", () => {
  fc.assert(
    fc.property(addresses, fc.integer({ min: 0, max: 32 }), addresses, (base, prefix, other) => {
      const net = network(`${formatAddress(base)}/${String(prefix)}`);
      const bits = (value: number) => value.toString(2).padStart(32, "0").slice(0, prefix);
      expect(contains(net, other)).toBe(bits(base) === bits(other));
    }),
  );
});

test("ranges overlap when they share an end", () => {
  const one = range({ start: "10.0.0.1", end: "10.0.0.5" });
  expect(overlaps(one, range({ start: "10.0.0.5", end: "10.0.0.9" }))).toBe(true);
  expect(overlaps(one, range({ start: "10.0.0.6", end: "10.0.0.9" }))).toBe(false);
});

test("nthAddress counts from the network address", () => {
  expect(nthAddress("10.96.0.0/12", 10)).toBe("10.96.0.10");
});

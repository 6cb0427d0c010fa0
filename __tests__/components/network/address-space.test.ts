import { complement, publicNetworks } from "../../../components/network/address-space";
import { network } from "../../../spec/address";

describe("publicNetworks", () => {
  it("covers every address but the private ones exactly once", () => {
    const all = publicNetworks().map(network);
    const size = all.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    expect(size).toBe(2 ** 32 - 2 ** 24 - 2 ** 20 - 2 ** 16);
    const sorted = [...all].sort((a, b) => a.first - b.first);
    sorted.slice(1).forEach((one, index) => {
      expect(one.first).toBeGreaterThan(sorted[index]?.last ?? Infinity);
    });
  });

  it("is everything where nothing is left out", () => {
    expect(complement([])).toEqual(["0.0.0.0/0"]);
    expect(complement(["0.0.0.0/1"])).toEqual(["128.0.0.0/1"]);
  });
});

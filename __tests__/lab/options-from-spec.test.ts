import { schematicId } from "../../components/talos/schematic";
import { worldOptionsOf } from "../../lab/options-from-spec";
import { nodesOf } from "../../spec/queries";
import { loadSpec } from "../../stacks";

const result = loadSpec("lab");
const options = worldOptionsOf(result);

it("knows for which architecture each installer image of the stack is", () => {
  const expected = nodesOf(result).map(({ hardware }) => [
    schematicId(hardware),
    hardware.architecture,
  ]);
  expect(options.images).toEqual(Object.fromEntries(expected));
});

it("offers what the stack's images are made of", () => {
  for (const { hardware } of nodesOf(result)) {
    expect(options.factory.extensions).toEqual(expect.arrayContaining([...hardware.extensions]));
  }
  expect(options.factory.talosVersions).toContain(result.talos.version);
});

it("names the class that comes with OpenEBS's chart and no other", () => {
  expect(options.localClasses.map(({ name }) => name)).toEqual([
    result.storage.local?.storageClass,
  ]);
});

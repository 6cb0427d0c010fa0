import { upFigures } from "../../../cli/lab/figures";
import type { Step } from "../../../cli/lab/progress";
import { recorded } from "../recorded";

/** A step of a layer, from and to a second. */
const step = (
  name: string,
  from: number,
  to: number | undefined,
  rest: Partial<Step> = {},
): Step => ({
  urn: `urn:pulumi:lab::hearth::test:index:Thing::${name}`,
  type: "test:index:Thing",
  name,
  layer: "test",
  started: from * 1000,
  ended: to === undefined ? undefined : to * 1000,
  failed: false,
  removes: false,
  ...rest,
});

test("the chain is the dependencies that took longest in all, without the time of components", () => {
  const group = { type: "hearth:test:Group" };
  const { chain, chainSeconds } = upFigures(
    12,
    [
      step("group", 0, 11, group),
      step("first", 1, 3),
      step("long", 3, 6),
      step("short", 3, 4),
      step("last", 9, 11),
      step("alone", 0, 5),
    ],
    [
      recorded("group", { component: true, ...group }),
      recorded("first", { parent: "group" }),
      recorded("long", { parent: "group", dependsOn: ["first"] }),
      recorded("short", { parent: "group", dependsOn: ["first"] }),
      recorded("last", { parent: "group", dependsOn: ["short", "long"] }),
      recorded("alone", { parent: "group" }),
    ],
  );
  expect(chain).toEqual([
    { name: "first", seconds: 2 },
    { name: "long", seconds: 3 },
    { name: "last", seconds: 2 },
  ]);
  expect(chainSeconds).toBe(7);
});

test("a layer lasts from its first start to its last end, and steps that did not end do not count", () => {
  const { changed, layers, seconds } = upFigures(
    9.87,
    [
      step("a", 1, 2),
      step("b", 3, 4.5),
      step("c", 4, undefined),
      step("d", 0, 1, { layer: "other" }),
    ],
    [],
  );
  expect(changed).toBe(3);
  expect(seconds).toBe(9.9);
  expect(layers).toEqual({
    test: { steps: 2, seconds: 3.5 },
    other: { steps: 1, seconds: 1 },
  });
});

describe("the control plane", () => {
  const bootstrap = step("bootstrap", 2, 3, { type: "talos:machine/bootstrap:Bootstrap" });
  const ready = step("api", 5, 7.5, { type: "hearth:gates:ApiReady" });

  it("is timed from the start of the bootstrap until the API is ready", () => {
    expect(upFigures(9, [bootstrap, ready], []).controlPlaneSeconds).toBe(5.5);
  });

  it("has no time where the cluster was bootstrapped before", () => {
    expect(upFigures(9, [ready], [])).not.toHaveProperty("controlPlaneSeconds");
  });
});

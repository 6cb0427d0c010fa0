import { catalog } from "../../catalog";
import { appBundle } from "../../components/app/bundle";
import { itemsOf, order } from "../../components/contracts/order";
import { isPlatformApp } from "../../spec/app/app";
import { validate } from "../../spec/validate";
import home from "../../stacks/home";
import lab from "../../stacks/lab";
import trio from "../../stacks/trio";
import { validateObject } from "../support/validate-object";

const pins = { cilium: "1.19.1", rook: "v1.19.1" };

describe.each([
  ["home", home],
  ["trio", trio],
  ["lab", lab],
] as const)("the apps of %s", (name, input) => {
  const spec = validate(name, input, { catalog, pins });
  const bundles = Object.values(spec.apps)
    .filter((app) => !isPlatformApp(app))
    .map((app) => appBundle(spec, app as Exclude<typeof app, { layer: string }>));

  it("are made of objects that the API server would take", () => {
    for (const { objects = [] } of bundles) {
      for (const object of objects) expect(() => validateObject(object)).not.toThrow();
    }
  });

  it("do not wait for one another in a circle", () => {
    const items = bundles.flatMap(itemsOf);
    expect(order(items)).toHaveLength(items.length);
  });

  it("need only apps that the stack has", () => {
    const needs = bundles.flatMap((bundle) => bundle.needs ?? []);
    const apps = needs.filter((need) => need.startsWith("app:")).map((need) => need.slice(4));
    expect(apps.filter((app) => !(app in spec.apps))).toEqual([]);
  });
});

test("every entry is in a stack, or is there in every cluster without being selected", () => {
  const selected = new Set([home, trio, lab].flatMap(({ apps }) => Object.keys(apps)));
  const idle = Object.values(catalog).filter(({ name }) => !selected.has(name));
  // Parts of the network layer, which the spec asks for in other words.
  expect(idle.filter((entry) => !("layer" in entry) || entry.layer !== "network")).toEqual([]);
});

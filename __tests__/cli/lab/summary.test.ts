import { labReport, reportText } from "../../../cli/lab/summary";
import type { WorldStatus } from "../../../lab/world";
import { loadSpec } from "../../../stacks";

const spec = loadSpec("lab");
const { internal } = spec.gateways;
const route = (url: string, gateway = "internal", status = 200) => ({
  url,
  gateway,
  status,
  text: "",
  address: internal?.address ?? "",
});

const world = (routes: readonly ReturnType<typeof route>[]): WorldStatus =>
  ({ machines: { "pi-01": "joined" }, routes }) as unknown as WorldStatus;

const urls = (routes: readonly ReturnType<typeof route>[]) =>
  labReport("lab", spec, world(routes), undefined).urls.map(({ url, gateway }) => [gateway, url]);

test("routes are told by host, then path, then gateway, whatever order the world knows them in", () => {
  const sorted = [
    route("https://a.lab.example.com"),
    route("https://b.lab.example.com", "external"),
    route("https://b.lab.example.com", "internal"),
    route("https://b.lab.example.com/api"),
  ];
  const expected = sorted.map(({ url, gateway }) => [gateway, url]);
  expect(urls(sorted)).toEqual(expected);
  expect(urls([...sorted].reverse())).toEqual(expected);
});

test("a route counts as answered by success, a redirect or a login, and by nothing else", () => {
  const routes = [200, 302, 401, 0, 404, 503].map((status) =>
    route(`https://s${String(status)}.lab.example.com`, "internal", status),
  );
  const { gateways } = labReport("lab", spec, world(routes), undefined);
  expect(gateways).toContainEqual(
    expect.objectContaining({ name: internal?.name, routes: 6, answered: 3 }),
  );
});

test("an app's line says at which gateway it was asked for, and what is wrong where it failed", () => {
  const report = labReport(
    "lab",
    spec,
    world([
      { ...route("http://any/", "external", 301) },
      { ...route("http://any/", "internal", 503), text: "no endpoint" },
    ]),
    undefined,
  );
  const lines = reportText(spec, report).split("\n");
  expect(lines).toContain("  http://any/  external  301");
  expect(lines).toContain("  http://any/  internal  503 no endpoint");
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIAGRAMS, run } from "../../../cli/commands/diagram";
import { diagrams } from "../../../cli/diagram";
import { orderPicture } from "../../../cli/diagram/order";
import { recordStack } from "../../../cli/harness/record-stack";
import type { RecordedResource } from "../../../cli/harness/recording";
import type { ClusterSpec } from "../../../spec/cluster";
import { routesOf } from "../../../spec/queries";
import { loadSpec } from "../../../stacks";
import { recorded } from "../recorded";

/** The texts of a picture, in order. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, content = ""]) => content);

describe.each(["home", "trio"])("the pictures of %s", (stack) => {
  let spec: ClusterSpec;
  let pictures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    spec = loadSpec(stack);
    pictures = diagrams(spec, await recordStack(stack, spec));
  });

  const of = (kind: string): string => pictures.get(`${stack}-${kind}.svg`) ?? "";

  it("are those of the documents", () => {
    for (const [file, svg] of pictures) {
      const committed = readFileSync(join(DIAGRAMS, file), "utf8");
      // A difference here is mended by: npm run diagram -- home && npm run diagram -- trio
      expect({ file, isFresh: committed === svg }).toEqual({ file, isFresh: true });
    }
    expect([...pictures.keys()]).toEqual(
      ["machines", "traffic", "order"].map((kind) => `${stack}-${kind}.svg`),
    );
  });

  it("need nothing from elsewhere and follow light and dark", () => {
    for (const svg of pictures.values()) {
      expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
        /https?:|<image|@import/,
      );
      expect(svg).toContain("prefers-color-scheme:dark");
      expect(svg).not.toMatch(/&(?!amp;|lt;|gt;)/);
    }
  });

  it("show every machine with its address, and the one outside", () => {
    const shown = texts(of("machines"));
    for (const [name, { address }] of Object.entries(spec.nodes)) {
      expect(shown).toContain(name);
      expect(shown.some((line) => line.split(", ").includes(address))).toBe(true);
    }
    for (const name of Object.keys(spec.inventory)) expect(shown).toContain(name);
    for (const [name, { id, cidr }] of Object.entries(spec.network.vlans)) {
      expect(shown).toContain(`VLAN ${name} (${String(id)}) ${cidr}`);
    }
  });

  it("show every host behind its gateway", () => {
    const shown = texts(of("traffic"));
    for (const { host } of routesOf(spec).filter((one) => one.host !== undefined)) {
      expect(shown.some((line) => line.startsWith(host ?? ""))).toBe(true);
    }
    for (const { name } of Object.values(spec.gateways)) expect(shown).toContain(`gateway ${name}`);
    expect(shown).toContain("Internet");
  });
});

it("writes the pictures into the folder that is named", async () => {
  const out = mkdtempSync(join(tmpdir(), "hearth-diagram-"));
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    expect(await run(["lab", "--out", join(out, "pictures")])).toBe(0);
    expect(readdirSync(join(out, "pictures"))).toEqual([
      "lab-machines.svg",
      "lab-order.svg",
      "lab-traffic.svg",
    ]);
  } finally {
    write.mockRestore();
    rmSync(out, { recursive: true, force: true });
  }
});

describe("the build order", () => {
  const resource = (
    layer: string,
    name: string,
    parent: string | null,
    dependsOn: readonly string[] = [],
    provider?: string,
  ): RecordedResource =>
    recorded(name, {
      type: parent === "stack" ? `hearth:${layer}:Component` : "test:index:Resource",
      parent,
      layer,
      dependsOn,
      component: parent === "stack",
      provider,
    });
  const stack: RecordedResource = {
    ...resource("platform", "stack", null),
    type: "pulumi:pulumi:Stack",
    component: true,
  };

  /** Name of each box with its step. */
  function steps(resources: readonly RecordedResource[]): Record<string, number> {
    const boxes: Record<string, number> = {};
    let step = 0;
    for (const line of texts(orderPicture({ stack: "test", resources, outputs: {} })).slice(1)) {
      const head = /^step (\d+)$/.exec(line);
      if (head !== null) step = Number(head[1]);
      else if (!line.includes(",") && !line.includes(" ")) boxes[line] = step;
    }
    return boxes;
  }

  it("puts a box behind what it waits for, be it by dependency or by provider", () => {
    expect(
      steps([
        stack,
        resource("a", "first", "stack"),
        resource("a", "one", "first"),
        resource("b", "second", "stack"),
        resource("b", "two", "second", ["one"]),
        resource("c", "third", "stack"),
        resource("c", "three", "third", [], "two::id"),
        resource("d", "beside", "stack"),
        resource("d", "four", "beside"),
      ]),
    ).toEqual({ beside: 1, first: 1, second: 2, third: 3 });
  });

  it("puts the one that ends first first where parts of two boxes alternate", () => {
    expect(
      steps([
        stack,
        resource("a", "app", "stack"),
        resource("b", "database", "stack"),
        resource("a", "secret", "app"),
        resource("b", "cluster", "database", ["secret"]),
        resource("a", "workload", "app", ["cluster"]),
      ]),
    ).toEqual({ app: 2, database: 1 });
  });
});

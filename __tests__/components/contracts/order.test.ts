import fc from "fast-check";
import type { Bundle } from "../../../components/contracts/bundle";
import type { Capability } from "../../../components/contracts/capability";
import { describeItem, itemsOf, order, OrderError } from "../../../components/contracts/order";

const configMap = (name: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
});

/** A pod that mounts config maps. */
const pod = (name: string, mounts: readonly string[]) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default" },
  spec: { volumes: mounts.map((one) => ({ name: one, configMap: { name: one } })), containers: [] },
});

const bundle = (name: string, rest: Partial<Bundle>): Bundle => ({
  layer: "app",
  component: "App",
  name,
  ...rest,
});

const nodes = bundle("nodes", {
  gates: [
    {
      kind: "NodesReady",
      name: "ready",
      subjects: [],
      timeout: "1m",
      needs: [],
      provides: ["nodes"],
    },
  ],
});

describe("order", () => {
  it("puts what is needed first, across bundles, and keeps the rest as written", () => {
    const items = order(
      [
        bundle("b", { objects: [pod("reader", ["settings"]), configMap("other")] }),
        bundle("a", { objects: [configMap("settings")] }),
        nodes,
      ].flatMap(itemsOf),
    );
    expect(items.map(describeItem)).toEqual([
      "gate ready of nodes",
      "ConfigMap default/settings of a",
      "Pod default/reader of b",
      "ConfigMap default/other of b",
    ]);
  });

  it("puts a bundle's own chart before the custom resources that it defines", () => {
    const items = order(
      itemsOf(
        bundle("issuer", {
          objects: [
            { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", metadata: { name: "ca" } },
          ],
          charts: [
            {
              name: "cert-manager",
              chart: "cilium",
              namespace: "kube-system",
              values: {},
              needsNodes: false,
              brings: {
                crds: [
                  {
                    apiVersion: "cert-manager.io/v1",
                    kind: "ClusterIssuer",
                    plural: "clusterissuers",
                    scope: "Cluster",
                  },
                ],
              },
            },
          ],
        }),
      ),
    );
    expect(items.map(({ part }) => part.type)).toEqual(["chart", "object"]);
  });

  it("names everything in a cycle", () => {
    const waiting = (name: string, needs: Capability[], provides: Capability[]) =>
      bundle(name, {
        gates: [{ kind: "NodesReady", name, subjects: [], timeout: "1m", needs, provides }],
      });
    const items = [waiting("a", ["app:b"], ["app:a"]), waiting("b", ["app:a"], ["app:b"])];
    expect(() => order(items.flatMap(itemsOf))).toThrow(
      new OrderError("these wait for one another: gate a of a → gate b of b → gate a of a"),
    );
  });

  it("orders any graph without cycles so that every need comes first", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }).chain((size) =>
          fc.tuple(
            fc.constant(size),
            fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), {
              maxLength: 60,
            }),
            fc.shuffledSubarray(
              Array.from({ length: size }, (_, index) => index),
              { minLength: size },
            ),
          ),
        ),
        ([, pairs, written]) => {
          // An edge only ever leads to a lower number, so there is no cycle.
          const needs = (index: number) =>
            pairs
              .filter(([a, b]) => Math.max(a, b) === index && a !== b)
              .map(([a, b]) => Math.min(a, b));
          const bundles = written.map((index) =>
            bundle(`n${String(index)}`, {
              gates: [
                {
                  kind: "NodesReady",
                  name: `n${String(index)}`,
                  subjects: [],
                  timeout: "1m",
                  needs: needs(index).map((other): Capability => `app:n${String(other)}`),
                  provides: [`app:n${String(index)}`],
                },
              ],
            }),
          );
          const place = new Map(
            order(bundles.flatMap(itemsOf)).map((item, position) => [item.bundle.name, position]),
          );
          expect(place.size).toBe(written.length);
          for (const index of written) {
            for (const other of needs(index)) {
              expect(place.get(`n${String(other)}`)).toBeLessThan(
                place.get(`n${String(index)}`) ?? -1,
              );
            }
          }
        },
      ),
    );
  });
});

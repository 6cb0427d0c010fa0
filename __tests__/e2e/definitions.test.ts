import type { Bundle } from "../../components/contracts/bundle";
import { mergeNamespaces } from "../../components/contracts/namespaces";
import { groupOf, isCustom, type KubernetesObject } from "../../components/contracts/object";
import { bundlesOf } from "../../components/platform";
import { namespaceObject } from "../../components/system/namespace";
import type { KubeObject } from "../../lab/kubernetes/client";
import type { ClusterSpec } from "../../spec/cluster";
import { loadSpec, stackNames } from "../../stacks";
import { charts, images } from "../../versions";
import { showroom } from "../support/showroom";
import { resources, startTestCluster, type TestCluster } from "./support/control-plane";
import { definitionSources } from "./support/definition-sources";
import { definedKind, installDefinitions, publishedDefinitions } from "./support/definitions";
import { describeWithGo } from "./support/go";
import { Judge } from "./support/judge";
import { describeWithTools } from "./support/tools";

jest.setTimeout(300_000);

/** What is read of a definition. */
interface DefinitionSpec {
  readonly names: { readonly plural: string };
  readonly scope: "Cluster" | "Namespaced";
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

/** Groups whose definitions no package registry has; the compiler alone checks their objects. */
const UNPUBLISHED = ["dragonflydb.io", "observability.giantswarm.io", "tuppr.home-operations.com"];

/** Every app of the catalogue, and the choices that no stack makes. */
function everyChoice(): ClusterSpec {
  const spec = showroom();
  const { network, storage } = spec;
  if (storage.ceph === undefined) throw new Error("the showroom has no Ceph");
  const advertisement = {
    mode: "bgp" as const,
    localAsn: 64514,
    peers: [{ address: network.lan.gateway, asn: 64513 }],
  };
  return {
    ...spec,
    network: { ...network, loadBalancer: { ...network.loadBalancer, advertisement } },
    storage: { ...storage, ceph: { ...storage.ceph, filesystem: true, objectStore: true } },
  };
}

const platforms = [
  ...stackNames().map((stack) => [`the stack ${stack}`, bundlesOf(loadSpec(stack))] as const),
  ["every choice", bundlesOf(everyChoice())] as const,
];
const kindOf = ({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">) =>
  `${groupOf(apiVersion)}/${kind}`;
const objectsOf = (bundles: readonly Bundle[]) => bundles.flatMap(({ objects = [] }) => objects);
const allObjects = platforms.flatMap(([, bundles]) => objectsOf(bundles));

it("reads definitions of the versions that are pinned", () => {
  const chartVersions = Object.entries(charts).map(([name, { version }]) => [name, version]);
  const pinned = { ...images, ...(Object.fromEntries(chartVersions) as Record<string, string>) };
  expect(definitionSources.map(({ pin, at }) => [pin, at])).toEqual(
    definitionSources.map(({ pin }) => [pin, (pinned as Record<string, string>)[pin]]),
  );
});

describeWithGo("the definitions that the makers publish", () => {
  describeWithTools("in a real API server", (tools) => {
    let cluster: TestCluster;
    let judge: Judge;
    let definitions: KubeObject[];
    beforeAll(async () => {
      definitions = await publishedDefinitions();
      cluster = await startTestCluster(tools);
      // Those in use: the API server takes a second for some ten of them.
      const used = new Set(allObjects.map(kindOf));
      await installDefinitions(
        cluster.client,
        definitions.filter((one) => used.has(definedKind(one))),
      );
      for (const namespace of mergeNamespaces(platforms.flatMap(([, bundles]) => bundles))) {
        await cluster.client.apply(resources.namespaces, { ...namespaceObject(namespace) });
      }
      judge = new Judge(cluster.client);
    });
    afterAll(() => cluster.close());

    // A kind that is new here needs its source in support/definition-sources.ts.
    it("are there for every kind but those of groups that no registry has", () => {
      const defined = new Set(definitions.map(definedKind));
      const missing = allObjects.filter(isCustom).filter((one) => !defined.has(kindOf(one)));
      const groups = new Set(missing.map(({ apiVersion }) => groupOf(apiVersion)));
      expect([...groups].sort()).toEqual(UNPUBLISHED);
    });

    it("have the names, scopes and versions that the charts are said to bring", () => {
      const published = new Map(definitions.map((one) => [definedKind(one), one]));
      const said = platforms
        .flatMap(([, bundles]) => bundles)
        .flatMap(({ charts: own = [] }) => own)
        .flatMap(({ brings }) => brings.crds ?? [])
        .filter((one) => published.has(kindOf(one)));
      expect(said.length).toBeGreaterThan(100);
      const real = said.map((one) => {
        const { names, scope, versions } = published.get(kindOf(one))?.["spec"] as DefinitionSpec;
        const [version = ""] = one.apiVersion.split("/").slice(-1);
        const served = versions.some(({ name, served }) => served && name === version);
        return { ...one, plural: names.plural, scope, served };
      });
      expect(said.map((one) => ({ ...one, served: true }))).toEqual(real);
    });

    it.each(platforms)("take every object of %s", async (_stack, bundles) => {
      const judged = objectsOf(bundles).filter(
        ({ apiVersion }) => !UNPUBLISHED.includes(groupOf(apiVersion)),
      );
      expect(judged.filter(isCustom).length).toBeGreaterThan(100);
      const refusals = await Promise.all(judged.map((object) => judge.refusal(object)));
      expect(refusals.filter((one) => one !== undefined)).toEqual([]);
    });

    it("refuse a value of a wrong form, an unknown field, and what only a rule forbids", async () => {
      const connector = (spec: object): KubernetesObject => ({
        apiVersion: "tailscale.com/v1alpha1",
        kind: "Connector",
        metadata: { name: "one" },
        spec,
      });
      expect(await judge.refusal(connector({ exitNode: true }))).toBeUndefined();
      expect(await judge.refusal(connector({ exitNode: "yes" }))).toMatch(/spec\.exitNode/);
      expect(await judge.refusal(connector({ exitNode: true, exit: 1 }))).toMatch(/spec\.exit\b/);
      expect(await judge.refusal(connector({ hostname: "one" }))).toMatch(/exit node/);
      const unknown = { ...connector({}), kind: "Conector" };
      expect(await judge.refusal(unknown)).toMatch(/is not defined/);
    });
  });
});

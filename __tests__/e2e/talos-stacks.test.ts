import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { machinePatches } from "../../components/talos/patches";
import { inventoryOf } from "../../lab/inventory-from-spec";
import { labPrograms, resolveTools } from "../../lab/toolchain/index";
import { nodesOf } from "../../spec/queries";
import { loadSpec, stackNames } from "../../stacks/index";
import { describeWithGo } from "./support/go";
import { startPlugin, startRack, type Plugin, type Rack } from "./support/talos";

jest.setTimeout(600_000);

interface Member {
  readonly name: string;
  readonly role: string;
  readonly architecture: string;
}

describeWithGo("the machine configs of a stack", () => {
  let simulator: string;
  let plugin: Plugin;
  beforeAll(async () => {
    const found = await resolveTools(labPrograms());
    simulator = found["talos-sim"].path;
    plugin = await startPlugin(found["pulumi-resource-talos"].path);
  });
  afterAll(() => plugin.close());

  let state: string;
  let rack: Rack | undefined;
  beforeEach(() => (state = mkdtempSync(path.join(tmpdir(), "hearth-talos-"))));
  afterEach(async () => {
    await rack?.stop("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  });

  it.each(stackNames())("of %s pass Talos's validation and fit the hardware", async (stack) => {
    const spec = loadSpec(stack);
    const { endpoints, read, events } = (rack = await startRack(
      simulator,
      inventoryOf(spec),
      state,
    ));
    const { contractVersion } = spec.talos;
    const keys = await plugin.create("talos:machine/secrets:Secrets", {
      talosVersion: contractVersion,
    });
    const { clientConfiguration = {}, machineSecrets = {} } = keys;
    const nodes = nodesOf(spec);
    const first = nodes.find(({ node }) => node.role === "controlplane")?.name;
    for (const { name, node } of nodes) {
      const at = { node: node.address, endpoint: endpoints[name] ?? "", clientConfiguration };
      const { machineConfiguration = "" } = await plugin.invoke(
        "talos:machine/getConfiguration:getConfiguration",
        {
          clusterName: spec.name,
          clusterEndpoint: "https://192.0.2.10:6443",
          machineType: node.role,
          machineSecrets,
          talosVersion: contractVersion,
          kubernetesVersion: spec.kubernetes.version,
          configPatches: machinePatches(spec, name),
        },
      );
      const configure = () =>
        plugin.create("talos:machine/configurationApply:ConfigurationApply", {
          ...at,
          machineConfigurationInput: machineConfiguration,
        });
      await configure();
      if (name === first) await plugin.create("talos:machine/bootstrap:Bootstrap", at);
      // Again, now over mutual TLS: when it answers, the machine has booted and so has joined.
      await configure();
    }
    expect(read<Member[]>("members.json").map(({ name, role }) => [name, role])).toEqual(
      nodes.map(({ name, node }) => [name, node.role]),
    );
    expect(events.filter(({ event }) => event === "warning")).toEqual([]);
  });
});

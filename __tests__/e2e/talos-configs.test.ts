import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { machinePatches } from "../../components/talos";
import type { LabDisk, LabInventory } from "../../lab/inventory";
import { labPrograms, resolveTools } from "../../lab/toolchain/index";
import type { ClusterSpec } from "../../spec/cluster";
import { apiAddressOf, nodesOf, type NamedNode } from "../../spec/queries";
import { loadSpec, stackNames } from "../../stacks";
import { describeWithGo } from "./support/go";
import { startPlugin, startRack, type Plugin, type Rack } from "./support/talos";

jest.setTimeout(600_000);

const BYTES = { Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;
const bytes = (size: string) =>
  Number(size.slice(0, -2)) * BYTES[size.slice(-2) as keyof typeof BYTES];

/** The machines of a stack as their hardware profiles describe them. */
function inventoryOf(spec: ClusterSpec): LabInventory {
  return {
    cluster: spec.name,
    machines: nodesOf(spec).map(({ name, node, hardware }, index) => ({
      name,
      architecture: hardware.architecture,
      address: node.address,
      cpus: hardware.cpus,
      memoryMiB: hardware.memoryMiB,
      disks: hardware.disks.map(({ device, model, size, transport }): LabDisk => ({
        device,
        model,
        serial: `${name}${device.replaceAll("/", "-")}`,
        sizeBytes: bytes(size),
        transport,
        rotational: false,
        byId: [],
      })),
      nics: hardware.nics.map(({ driver }, nic) => ({
        name: `eno${String(nic + 1)}`,
        mac: `02:00:00:00:${index.toString(16).padStart(2, "0")}:0${String(nic)}`,
        driver,
        physical: true,
      })),
    })),
  };
}

/**
 * Talos's own library takes every config: the simulator merges, validates and matches selectors with
 * the code of the Talos version that the stacks pin. What it does not prove is that real hardware is
 * as its profile says.
 */
describeWithGo("Talos takes the configs of", () => {
  let programs: Record<"talos-sim" | "pulumi-resource-talos", string>;
  let plugin: Plugin;
  let rack: Rack | undefined;
  let state: string;

  beforeAll(async () => {
    const found = await resolveTools(labPrograms());
    programs = {
      "talos-sim": found["talos-sim"].path,
      "pulumi-resource-talos": found["pulumi-resource-talos"].path,
    };
    plugin = await startPlugin(programs["pulumi-resource-talos"]);
  });
  afterAll(() => {
    plugin.close();
  });
  beforeEach(() => {
    state = mkdtempSync(path.join(tmpdir(), "hearth-talos-"));
  });
  afterEach(async () => {
    await rack?.stop("SIGTERM");
    rmSync(state, { recursive: true, force: true });
  });

  async function apply(spec: ClusterSpec, secrets: Awaited<ReturnType<Plugin["create"]>>) {
    const { machineSecrets = {}, clientConfiguration = {} } = secrets;
    const one = async ({ name, node }: NamedNode) => {
      const { machineConfiguration = "" } = await plugin.invoke(
        "talos:machine/getConfiguration:getConfiguration",
        {
          clusterName: spec.name,
          clusterEndpoint: `https://${apiAddressOf(spec)}:6443`,
          machineType: node.role,
          machineSecrets,
          talosVersion: spec.talos.contractVersion,
          kubernetesVersion: spec.kubernetes.version,
          configPatches: machinePatches(spec, name),
        },
      );
      await plugin.create("talos:machine/configurationApply:ConfigurationApply", {
        clientConfiguration,
        machineConfigurationInput: machineConfiguration,
        node: node.address,
        endpoint: rack?.endpoints[name] ?? "",
      });
    };
    for (const named of nodesOf(spec)) await one(named);
  }

  it.each(stackNames())("%s, on the hardware of its profiles", async (stack) => {
    const spec = loadSpec(stack);
    rack = await startRack(programs["talos-sim"], inventoryOf(spec), state);
    const secrets = await plugin.create("talos:machine/secrets:Secrets", {
      talosVersion: spec.talos.contractVersion,
    });
    await apply(spec, secrets);
    const configured = rack.events.filter(({ event }) => event === "configured");
    expect(configured.map(({ node }) => node).sort()).toEqual(Object.keys(spec.nodes).sort());
  });

  it("and turns away one whose system disk is not there", async () => {
    const spec = loadSpec("trio");
    const inventory = inventoryOf(spec);
    const without = {
      ...inventory,
      machines: inventory.machines.map((one) => ({ ...one, disks: one.disks.slice(1) })),
    };
    rack = await startRack(programs["talos-sim"], without, state);
    const secrets = await plugin.create("talos:machine/secrets:Secrets", {});
    await expect(apply(spec, secrets)).rejects.toThrow("/dev/nvme0n1");
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkNodes } from "../../cli/doctor/nodes";
import { realWorld } from "../../cli/doctor/world";
import { machinePatches } from "../../components/talos/patches";
import { inventoryOf } from "../../lab/inventory-from-spec";
import { labPrograms, resolveTools } from "../../lab/toolchain/index";
import { loadSpec, stackNames } from "../../stacks";
import { describeWithGo } from "./support/go";
import { startPlugin, startRack, type Rack } from "./support/talos";

jest.setTimeout(600_000);

describeWithGo("doctor, of machines that wait in maintenance mode", () => {
  let state: string;
  let rack: Rack | undefined;
  let programs: Record<"talos-sim" | "pulumi-resource-talos", string>;
  beforeAll(async () => {
    const found = await resolveTools(labPrograms());
    programs = {
      "talos-sim": found["talos-sim"].path,
      "pulumi-resource-talos": found["pulumi-resource-talos"].path,
    };
  });
  beforeEach(() => (state = mkdtempSync(path.join(tmpdir(), "hearth-doctor-"))));
  afterEach(async () => {
    await rack?.stop("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  });

  it.each(stackNames())("finds every disk and NIC of %s", async (stack) => {
    const spec = loadSpec(stack);
    rack = await startRack(programs["talos-sim"], inventoryOf(spec), state);
    const { checks, isNew } = await checkNodes(realWorld, spec, rack.endpoints);
    expect(checks.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(isNew).toBe(true);
    for (const [name, { ceph }] of Object.entries(spec.nodes)) {
      const of = checks.filter(({ title }) => new RegExp(`^node ${name}(?:,|$)`).test(title));
      // The node, its system disk, its Ceph disks, a NIC and an interface at the least.
      expect(of.length).toBeGreaterThanOrEqual(4 + ceph.length);
    }
  });

  it("finds what is wrong in a machine, and which one has a config already", async () => {
    const spec = loadSpec("trio");
    const [first, second, third] = inventoryOf(spec).machines;
    if (first === undefined || second === undefined || third === undefined) throw new Error("trio");
    const machines = [
      first,
      // The LAN's cable in the card that is meant for Ceph, and no disk for it.
      {
        ...second,
        disks: second.disks.filter(({ transport }) => transport !== "sata"),
        nics: second.nics.map(({ name, mac, driver, physical }) => ({
          ...{ name, mac, driver, physical },
          ...(driver === "r8169" ? { address: `${second.address}/24` } : {}),
        })),
      },
      { ...third, nics: third.nics.map((nic) => ({ ...nic, driver: "e1000e" })) },
    ];
    rack = await startRack(programs["talos-sim"], { cluster: spec.name, machines }, state);
    await configure(spec, rack.endpoints, first.name);

    const { checks, isNew } = await checkNodes(realWorld, spec, rack.endpoints);
    expect(isNew).toBe(false);
    expect(
      checks
        .filter(({ status }) => status !== "ok")
        .map(({ title, status, detail }) => [status, title, detail.split(/[;,:]/)[0]]),
    ).toEqual([
      ["warned", "node k8s-1", "127.0.0.1 asks for a client certificate"],
      ["failed", "node k8s-2, Ceph disk 1", 'no disk is {"model"'],
      ["failed", "node k8s-2, interface bond0", "is enp1s0 (e1000e"],
      ["failed", "node k8s-3, NIC r8169", "none of 1"],
      ["failed", "node k8s-3, interface bond0", '2 links are {"driver"'],
      ["failed", "node k8s-3, interface ceph0", 'no link is {"driver"'],
    ]);
  });

  /** Gives a machine its config and its role as the first control plane. */
  async function configure(
    spec: ReturnType<typeof loadSpec>,
    endpoints: Readonly<Record<string, string>>,
    name: string,
  ): Promise<void> {
    const plugin = await startPlugin(programs["pulumi-resource-talos"]);
    try {
      const talosVersion = spec.talos.contractVersion;
      const keys = await plugin.create("talos:machine/secrets:Secrets", { talosVersion });
      const { clientConfiguration = {}, machineSecrets = {} } = keys;
      const at = {
        node: spec.nodes[name]?.address ?? "",
        endpoint: endpoints[name] ?? "",
        clientConfiguration,
      };
      const { machineConfiguration = "" } = await plugin.invoke(
        "talos:machine/getConfiguration:getConfiguration",
        {
          clusterName: spec.name,
          clusterEndpoint: "https://192.0.2.10:6443",
          machineType: "controlplane",
          machineSecrets,
          talosVersion,
          kubernetesVersion: spec.kubernetes.version,
          configPatches: machinePatches(spec, name),
        },
      );
      await plugin.create("talos:machine/configurationApply:ConfigurationApply", {
        ...at,
        machineConfigurationInput: machineConfiguration,
      });
      await plugin.create("talos:machine/bootstrap:Bootstrap", at);
    } finally {
      plugin.close();
    }
  }
});

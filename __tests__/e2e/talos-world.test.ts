import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LabInventory, LabMachine } from "../../lab/inventory";
import { labPrograms, resolveTools } from "../../lab/toolchain/index";
import { describeWithGo, runGoTests } from "./support/go";
import { startPlugin, startRack, type Plugin } from "./support/talos";

jest.setTimeout(600_000);

const machine = (name: string, address: string): LabMachine => ({
  name,
  architecture: "amd64",
  address,
  cpus: 4,
  memoryMiB: 8192,
  disks: [
    {
      device: "/dev/nvme0n1",
      model: "Made-up NVMe",
      serial: name,
      sizeBytes: 256_000_000_000,
      transport: "nvme",
      rotational: false,
      byId: [`/dev/disk/by-id/nvme-${name}`],
    },
  ],
  nics: [{ name: "eno1", mac: "02:00:00:00:00:01", driver: "e1000e", physical: true }],
});
const inventory: LabInventory = {
  cluster: "test",
  machines: [machine("cp1", "192.0.2.11"), machine("w1", "192.0.2.21")],
};
interface Member {
  readonly name: string;
  readonly role: string;
}

describeWithGo("the Talos machines of the lab", () => {
  it("pass their own Go tests", async () => {
    const { passed, failed, skipped, output, exitCode } = await runGoTests();
    process.stderr.write(`lab: ${passed.length} Go tests passed, ${failed.length} failed\n`);
    expect({ failed, skipped, exitCode, output: exitCode === 0 ? "" : output }).toEqual({
      failed: [],
      skipped: [],
      exitCode: 0,
      output: "",
    });
    const packages = new Set(passed.map((name) => name.slice(0, name.indexOf(".Test"))));
    expect([...packages].sort()).toEqual([
      "hearth.dev/lab/plugins/talos/provider",
      "hearth.dev/lab/talos/sim",
    ]);
  });

  describe("as programs", () => {
    let state: string;
    let programs: Record<"talos-sim" | "pulumi-resource-talos", string>;
    let plugin: Plugin;
    beforeAll(async () => {
      state = mkdtempSync(path.join(tmpdir(), "hearth-talos-"));
      const found = await resolveTools(labPrograms());
      programs = {
        "talos-sim": found["talos-sim"].path,
        "pulumi-resource-talos": found["pulumi-resource-talos"].path,
      };
      plugin = await startPlugin(programs["pulumi-resource-talos"]);
    });
    afterAll(() => {
      plugin.close();
      rmSync(state, { recursive: true, force: true });
    });

    it("go from bare metal to a cluster, and go on after being killed", async () => {
      const first = await startRack(programs["talos-sim"], inventory, state);
      const keys = await plugin.create("talos:machine/secrets:Secrets", {});
      const { clientConfiguration = {}, machineSecrets = {} } = keys;
      const at = (name: string) => ({
        node: "127.0.0.1",
        endpoint: first.endpoints[name] ?? "",
        clientConfiguration,
      });
      const configure = async (name: string, machineType: string) => {
        const { machineConfiguration = "" } = await plugin.invoke(
          "talos:machine/getConfiguration:getConfiguration",
          {
            clusterName: "test",
            clusterEndpoint: "https://192.0.2.10:6443",
            machineType,
            machineSecrets,
            configPatches: [
              "machine: {install: {disk: '', diskSelector: {serial: '*', type: nvme}}}",
              `{apiVersion: v1alpha1, kind: HostnameConfig, auto: off, hostname: node-${name}}`,
            ],
          },
        );
        await plugin.create("talos:machine/configurationApply:ConfigurationApply", {
          ...at(name),
          machineConfigurationInput: machineConfiguration,
        });
      };
      await configure("cp1", "controlplane");
      await plugin.create("talos:machine/bootstrap:Bootstrap", at("cp1"));
      expect(await first.stop("SIGKILL")).toBe("SIGKILL");

      const second = await startRack(programs["talos-sim"], inventory, state);
      expect(second.endpoints).toEqual(first.endpoints);
      expect(second.events).toContainEqual({ event: "bootstrapped", node: "cp1", restored: true });
      await configure("w1", "worker");
      await plugin.create("talos:machine/bootstrap:Bootstrap", at("cp1"));
      const { kubernetesClientConfiguration } = await plugin.create(
        "talos:cluster/kubeconfig:Kubeconfig",
        at("cp1"),
      );
      expect(kubernetesClientConfiguration).toMatchObject({ host: "https://192.0.2.10:6443" });
      // Over mutual TLS by now, which a worker answers only once its control plane signs for it.
      await configure("w1", "worker");
      expect(second.read<Member[]>("members.json")).toMatchObject([
        { name: "node-cp1", role: "controlplane" },
        { name: "node-w1", role: "worker" },
      ]);
      expect(await second.stop("SIGTERM")).toBe(0);
    });
  });
});

/**
 * Brings simulated machines up to a bootstrapped cluster with the real engine and the Talos
 * provider: `node --require tsx/cjs provision.ts <directory> <endpoints as JSON>`. The first
 * machine by name becomes the control plane. Writes the count of changes and the kubeconfig to
 * `<directory>/result.json`.
 *
 * A program of its own, as the engine's runtime keeps state in its process.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import * as talos from "@pulumiverse/talos";

const talosVersion = "v1.12.4";
/** Newest that this Talos takes. */
const kubernetesVersion = "1.35.0";

function program(endpoints: { nodes: Record<string, string>; kubernetes: string }) {
  return (): Promise<Record<string, unknown>> => {
    const secrets = new talos.machine.Secrets("secrets", { talosVersion });
    const { clientConfiguration } = secrets;
    const machines = Object.entries(endpoints.nodes).sort(([a], [b]) => a.localeCompare(b));
    const applied = machines.map(([name, endpoint], index) => {
      const patches = [
        { machine: { install: { disk: "/dev/nvme0n1" } } },
        { cluster: { network: { cni: { name: "none" } }, proxy: { disabled: true } } },
        { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: name, auto: "off" },
      ];
      const { machineConfiguration } = talos.machine.getConfigurationOutput({
        clusterName: "test",
        machineType: index === 0 ? "controlplane" : "worker",
        clusterEndpoint: endpoints.kubernetes,
        machineSecrets: secrets.machineSecrets,
        talosVersion,
        kubernetesVersion,
        configPatches: patches.map((patch) => JSON.stringify(patch)),
      });
      return new talos.machine.ConfigurationApply(name, {
        clientConfiguration,
        machineConfigurationInput: machineConfiguration,
        node: "127.0.0.1",
        endpoint,
      });
    });
    const first = { clientConfiguration, node: "127.0.0.1", endpoint: machines[0]?.[1] ?? "" };
    const bootstrap = new talos.machine.Bootstrap("bootstrap", first, {
      dependsOn: applied.slice(0, 1),
    });
    const access = new talos.cluster.Kubeconfig("access", first, { dependsOn: [bootstrap] });
    return Promise.resolve({ kubeconfig: access.kubeconfigRaw });
  };
}

async function main([dir = "", endpoints = ""]: readonly string[]): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const stack = await automation.LocalWorkspace.createOrSelectStack(
    {
      stackName: "test",
      projectName: "world",
      program: program(JSON.parse(endpoints) as Parameters<typeof program>[0]),
    },
    {
      workDir: dir,
      envVars: {
        PULUMI_BACKEND_URL: `file://${dir}`,
        PULUMI_CONFIG_PASSPHRASE: "made up for the test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    },
  );
  const { summary, outputs } = await stack.up();
  const result = {
    changes: summary.resourceChanges,
    kubeconfig: outputs.kubeconfig?.value as unknown,
  };
  writeFileSync(path.join(dir, "result.json"), JSON.stringify(result), { mode: 0o600 });
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

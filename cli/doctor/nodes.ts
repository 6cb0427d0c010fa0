import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf, type NamedNode } from "../../spec/queries";
import { failed, ok, warned, type Check } from "./check";
import { diskChecks } from "./disks";
import { maintenanceHardware } from "./hardware";
import { nicChecks } from "./nics";
import type { World } from "./world";

/** Port of the Talos API. https://www.talos.dev/v1.12/learn-more/talos-network-connectivity/ */
const TALOS_PORT = 50000;

/** Every node: does it answer, does it wait for a config, has it the disks and NICs of the spec. */
export async function checkNodes(
  world: World,
  spec: ClusterSpec,
  endpoints: Readonly<Record<string, string>>,
): Promise<{ readonly checks: Check[]; readonly isNew: boolean }> {
  const results = await Promise.all(
    nodesOf(spec).map((named) => checkNode(world, named, endpoints[named.name] ?? "")),
  );
  return {
    checks: results.flatMap(({ checks }) => checks),
    isNew: results.every(({ configured }) => !configured),
  };
}

async function checkNode(world: World, named: NamedNode, endpoint: string) {
  const { name, node } = named;
  const title = `node ${name}`;
  const [host = "", port = String(TALOS_PORT)] = endpoint.split(":");
  const answer = await world.probe(host, Number(port));
  if (answer !== "open") {
    const what = answer === "refused" ? "refuses" : "does not answer on";
    return {
      checks: [
        failed(
          title,
          `${host} ${what} port ${port}`,
          `boot it from its Talos image, and give it ${node.address} by a DHCP reservation`,
        ),
      ],
      configured: false,
    };
  }
  const hardware = await maintenanceHardware(`${host}:${port}`);
  if (hardware === "silent") {
    return {
      checks: [
        failed(
          title,
          `${host} accepts the connection and answers nothing`,
          "look at its screen; restart the machine, and give it time to come up",
        ),
      ],
      configured: false,
    };
  }
  if (hardware === "configured") {
    return {
      checks: [
        warned(
          title,
          `${host} asks for a client certificate: it has a config already`,
          "nothing for a cluster that runs; for a new one, reset the machine to maintenance mode",
        ),
      ],
      configured: true,
    };
  }
  return {
    checks: [
      ok(title, `${host} waits in maintenance mode`),
      ...diskChecks(name, node, hardware.disks),
      ...nicChecks(named, hardware),
    ],
    configured: false,
  };
}

import type { ClusterSpec } from "../../spec/cluster";
import { failed, ok, skipped, warned, type Check } from "./check";
import type { World } from "./world";

/** Ports on which most devices answer or refuse; a host that drops everything stays unseen. */
const PORTS = [443, 80, 22, 6443];

/** An address of the documentation range, which nobody has (RFC 5737): what answers there is no device. */
const NOBODY = "192.0.2.1";

/**
 * The fixed addresses that belong to no machine have to be free before the first `up`.
 *
 * @param isNew whether no node has a config yet; a cluster that runs holds these addresses itself
 */
export async function checkAddresses(
  world: World,
  spec: ClusterSpec,
  isNew: boolean,
): Promise<Check[]> {
  const fixed = fixedAddresses(spec);
  if (!isNew) {
    return [skipped("fixed addresses", "the cluster may run and hold them itself")];
  }
  return Promise.all(
    [...fixed].map(async ([address, owner]): Promise<Check> => {
      const title = `address ${address} (${owner})`;
      const answers = await Promise.all(PORTS.map((port) => world.probe(address, port)));
      const index = answers.findIndex((answer) => answer !== "silent");
      const port = PORTS[index];
      if (port === undefined) return ok(title, "nothing answers there");
      return (await world.probe(NOBODY, port)) === answers[index]
        ? warned(
            title,
            `cannot be told: port ${String(port)} answers at addresses that nobody has, too`,
            "look again without the VPN or proxy that answers for them",
          )
        : failed(
            title,
            `a device answers on port ${String(port)}`,
            "give that device another address, or choose another one in stacks/",
          );
    }),
  );
}

function fixedAddresses(spec: ClusterSpec): Map<string, string> {
  const proxy = spec.ingress.cloudflare?.tunnel?.reverseProxy?.address;
  return new Map([
    ...(spec.network.vip === undefined ? [] : [[spec.network.vip, "Kubernetes API"] as const]),
    ...Object.values(spec.gateways).map(
      ({ name, address }) => [address, `gateway ${name}`] as const,
    ),
    ...(proxy === undefined ? [] : [[proxy, "reverse proxy"] as const]),
    ...Object.values(spec.apps).flatMap((app) =>
      "loadBalancer" in app && app.loadBalancer !== undefined
        ? [[app.loadBalancer.address, app.name] as const]
        : [],
    ),
  ]);
}

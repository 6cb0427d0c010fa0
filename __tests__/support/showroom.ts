import { catalog, type AppName } from "../../catalog";
import type { ClusterSpec } from "../../spec/cluster";
import { validate } from "../../spec/validate";
import home from "../../stacks/home";

const clusterOf = { size: "1Gi" } as const;

/** What an entry cannot do without and only a stack can know. */
const needed: Readonly<Partial<Record<AppName, unknown>>> = {
  "home-assistant-vm": {
    backend: { address: "192.168.0.12" },
    routes: { web: { host: "ha-vm" } },
  },
  pairdrop: { loadBalancer: { address: "192.168.0.235", ports: ["turn-tcp", "turn-udp"] } },
  "printer-3d": { backend: { address: "192.168.0.13" } },
};

/** The apps that logins, mail and GPUs ask for. */
const services = {
  authelia: {},
  "intel-device-plugins": {},
  lldap: {},
  "node-feature-discovery": {},
  "smtp-relay": {},
};

/** Pins that the compatibility rule compares. */
const pins = { cilium: "1.19.1", rook: "v1.19.1" };

/**
 * A valid cluster of mixed machines with every service, and with the given apps beside those that
 * hand out logins, mail and GPUs.
 *
 * @param apps apps with what a stack would change of them; the whole catalogue where absent
 * @throws SpecError with everything that is wrong with an app
 */
export function showroom(apps: Readonly<Record<string, unknown>> = everything()): ClusterSpec {
  const input = {
    ...home,
    name: "showroom",
    network: {
      ...home.network,
      vlans: {
        iot: { id: 107, cidr: "192.168.107.0/24", gateway: "192.168.107.1", purpose: "Devices" },
      },
    },
    nodes: {
      ...home.nodes,
      "t440p-02": {
        ...home.nodes["t440p-02"],
        interfaces: { lan: { nic: { driver: "e1000e" }, vlans: ["iot"] } },
      },
    },
    talos: { ...home.talos, apiAccess: { system: ["os:admin"] } },
    storage: {
      ...home.storage,
      nfs: {
        server: "data.example.com",
        shares: { ...home.storage?.nfs?.shares, backup: { path: "/volume1/backup" } },
      },
    },
    backup: { target: { endpoint: "https://s3.example.com", bucket: "showroom" } },
    monitoring: { ...home.monitoring, unifi: { controller: "192.168.0.1" } },
    databases: { main: clusterOf },
    caches: { main: {} },
    identity: {},
    mail: { host: "smtp.example.com", from: "showroom@example.com" },
    apps: { ...services, ...apps },
  };
  return validate("showroom", input, { catalog, pins });
}

/** Every entry of the catalogue, as a stack would select it. */
export function everything(): Record<string, unknown> {
  return Object.fromEntries(
    (Object.keys(catalog) as AppName[]).map((name) => [name, needed[name] ?? {}]),
  );
}

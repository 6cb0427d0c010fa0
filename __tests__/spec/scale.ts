import { formatAddress } from "../../spec/address";
import type { AppInput } from "../../spec/app/app";
import type { ClusterInput } from "../../spec/cluster";
import type { ValidationContext } from "../../spec/validate";
import { base, catalog, context } from "./base";

/**
 * A valid stack of any size: the fixtures' base in a large LAN with more workers and more apps, every
 * one of which has something that must be unique (address, disk, host, listener, secret).
 */
export function scaled(nodes: number, apps: number): readonly [ClusterInput, ValidationContext] {
  const workers = Object.keys(base.nodes).length;
  const many: ClusterInput["nodes"] = { ...base.nodes };
  for (let index = 0; index < nodes - workers; index++) {
    many[`extra-${String(index)}`] = {
      role: "worker",
      hardware: "minipc",
      address: formatAddress(0xc0a90000 + index + 1),
      systemDisk: { transport: "sata" },
      ceph: [{ transport: "nvme", serial: `extra-${String(index)}` }],
      labels: { rack: `r-${String(index)}` },
    };
  }
  const selected: Record<string, unknown> = { ...base.apps };
  const known: Record<string, AppInput> = { ...catalog };
  const present = Object.keys(base.apps).length;
  for (let index = 0; index < apps - present; index++) {
    const name = `app-${String(index)}`;
    known[name] = { ...catalog["web"], ...appOf(name, index) } as AppInput;
    selected[name] = {};
  }
  return [
    {
      ...base,
      network: {
        ...base.network,
        lan: { ...base.network.lan, cidr: "192.168.0.0/15" },
        pods: "10.128.0.0/9",
      },
      nodes: many,
      apps: selected,
    },
    { ...context, catalog: known },
  ];
}

function appOf(name: string, index: number) {
  return {
    name,
    dependsOn: index === 0 ? [] : [`app-${String(index - 1)}`],
    routes: {
      main: { gateway: "internal", host: name },
      tcp: { gateway: "internal", protocol: "TCP", listener: 10_000 + index },
    },
  };
}

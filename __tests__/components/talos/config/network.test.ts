import {
  hostServiceDocuments,
  networkDocuments,
} from "../../../../components/talos/config/network";
import type { ClusterInput } from "../../../../spec/cluster";
import { named, pc, small, withNode, type NodeInput } from "../fixture";

const apiVersion = "v1alpha1";

/** A PC with three network interfaces. */
const hardware = {
  ...small().hardware,
  pc: { ...pc, nics: ["r8169", "igc", "e1000e"].map((driver) => ({ driver, speedMbps: 1000 })) },
};

function network(interfaces: NodeInput["interfaces"], rest: Partial<ClusterInput> = {}) {
  const spec = withNode(interfaces === undefined ? {} : { interfaces }, rest);
  return networkDocuments(spec, named(spec, "node"));
}

test("without interfaces: the one physical link, on DHCP", () => {
  expect(network(undefined)).toEqual([
    {
      apiVersion,
      kind: "LinkAliasConfig",
      name: "lan",
      selector: { match: 'link.type == 1 && link.kind == ""' },
    },
    { apiVersion, kind: "LinkConfig", name: "lan", mtu: 1500, up: true },
    { apiVersion, kind: "DHCPv4Config", name: "lan", clientIdentifier: "mac" },
  ]);
});

test("without interfaces on a machine with several: the first by its driver", () => {
  expect(network(undefined, { hardware })[0]).toMatchObject({
    selector: { match: 'link.driver == "r8169"' },
  });
});

test("a static LAN has the default route, a further network has none", () => {
  const documents = network(
    {
      lan: { nic: { driver: "r8169" }, addressing: "static", mtu: 9000 },
      ceph0: {
        nic: { driver: "igc" },
        addressing: "static",
        address: "192.168.43.11",
        network: "192.168.43.0/24",
      },
    },
    { hardware },
  );
  expect(documents.filter(({ kind }) => kind === "LinkConfig")).toEqual([
    {
      apiVersion,
      kind: "LinkConfig",
      name: "lan",
      mtu: 9000,
      up: true,
      addresses: [{ address: "192.168.0.31/24" }],
      routes: [{ gateway: "192.168.0.1" }],
    },
    {
      apiVersion,
      kind: "LinkConfig",
      name: "ceph0",
      mtu: 1500,
      up: true,
      addresses: [{ address: "192.168.43.11/24" }],
    },
  ]);
  expect(documents.filter(({ kind }) => kind === "DHCPv4Config")).toEqual([]);
});

test("a bond has aliases for its members and carries VLANs", () => {
  const documents = network(
    {
      bond0: {
        bond: {
          mode: "active-backup",
          members: [{ driver: "e1000e" }, { mac: "02:00:00:00:00:01" }],
        },
        vlans: ["iot"],
      },
    },
    {
      hardware,
      network: {
        ...small().network,
        vlans: {
          iot: { id: 107, cidr: "192.168.107.0/24", gateway: "192.168.107.1", purpose: "Things" },
        },
      },
    },
  );
  expect(documents).toEqual([
    {
      apiVersion,
      kind: "LinkAliasConfig",
      name: "net0",
      selector: { match: 'link.driver == "e1000e"' },
    },
    {
      apiVersion,
      kind: "LinkAliasConfig",
      name: "net1",
      selector: { match: 'mac(link.permanent_addr) == "02:00:00:00:00:01"' },
    },
    {
      apiVersion,
      kind: "BondConfig",
      name: "bond0",
      mtu: 1500,
      up: true,
      links: ["net0", "net1"],
      bondMode: "active-backup",
      miimon: 100,
    },
    { apiVersion, kind: "DHCPv4Config", name: "bond0", clientIdentifier: "mac" },
    {
      apiVersion,
      kind: "VLANConfig",
      name: "bond0.107",
      vlanID: 107,
      parent: "bond0",
      mtu: 1500,
      up: true,
    },
  ]);
});

test("only control planes carry the VIP, on their LAN interface", () => {
  const spec = small();
  const vip = (name: string) =>
    networkDocuments(spec, named(spec, name)).filter(({ kind }) => kind === "Layer2VIPConfig");
  expect(vip("cp-1")).toEqual([
    { apiVersion, kind: "Layer2VIPConfig", name: "192.168.0.200", link: "lan" },
  ]);
  expect(vip("worker-1")).toEqual([]);
});

test("name servers stay DHCP's where the spec names none; time servers are always set", () => {
  expect(hostServiceDocuments(small())).toEqual([
    { apiVersion, kind: "TimeSyncConfig", ntp: { servers: ["time.cloudflare.com"] } },
  ]);
  const spec = small({ network: { ...small().network, nameservers: ["192.168.0.1"] } });
  expect(hostServiceDocuments(spec)[0]).toEqual({
    apiVersion,
    kind: "ResolverConfig",
    nameservers: [{ address: "192.168.0.1" }],
  });
});

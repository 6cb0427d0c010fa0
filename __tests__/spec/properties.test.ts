import fc from "fast-check";
import type { AppInput } from "../../spec/app/app";
import { formatProblem, SpecError } from "../../spec/report";
import { check, validate, type ValidationContext } from "../../spec/validate";
import { base, catalog, context } from "./base";
import { mutate, mutations } from "./mutate";

/** A stack that uses every part of the schema, so that damage reaches every rule. */
const rich = mutate(
  {
    ...base,
    network: {
      ...base.network,
      vlans: { vpn: { id: 99, cidr: "192.168.99.0/24", gateway: "192.168.99.1", purpose: "VPN" } },
    },
    nodes: {
      ...base.nodes,
      "w-4": {
        role: "worker",
        hardware: "minipc",
        address: "192.168.0.214",
        systemDisk: { device: "/dev/sda" },
        interfaces: {
          bond0: { bond: { mode: "active-backup", members: [{ driver: "r*" }] }, vlans: ["vpn"] },
          ceph0: {
            nic: { mac: "02:00:00:00:00:01" },
            addressing: "static",
            address: "192.168.43.4",
            network: "192.168.43.0/24",
          },
        },
        volumes: { extra: { disk: { model: "Data*" }, minSize: "10Gi" } },
        labels: { "topology.kubernetes.io/zone": "a" },
        taints: [{ key: "dedicated", value: "media", effect: "NoSchedule" }],
        usb: { ups: { vendor: "0463", product: "ffff" } },
        patches: ["machine: {}"],
      },
    },
    monitoring: {
      alerts: { receiver: "email", to: "me@example.com" },
      ups: { node: "w-4", device: "ups" },
    },
    apps: {
      web: {
        dependsOn: ["mqtt"],
        scheduling: {
          node: "w-4",
          nodeSelector: { "topology.kubernetes.io/zone": "a" },
          tolerations: [{ key: "dedicated" }],
        },
        networks: { vpn: { address: "192.168.99.7", mac: "02:00:00:00:00:02" } },
        loadBalancer: { address: "192.168.0.225" },
        identity: { oidc: { redirects: ["/callback"] } },
        mail: true,
        cache: {},
      },
      media: { scheduling: { near: "mqtt" } },
      mqtt: {},
      chart: {},
      authelia: {},
      lldap: {},
      "smtp-relay": {},
      "intel-device-plugins": {},
    },
  },
  [],
);

function expectReport(input: unknown, against: ValidationContext): void {
  const result = check(input, against);
  if ("spec" in result) {
    expect(validate("demo", input, against)).toEqual(result.spec);
    return;
  }
  const lines = result.problems.map(formatProblem);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(line).toMatch(/^.+: .+; .+$/);
    expect(line).not.toMatch(/undefined|\[object|NaN Mi/);
  }
  expect(check(input, against)).toEqual(result);
  expect(() => validate("demo", input, against)).toThrow(SpecError);
}

test("the rich stack is valid", () => {
  expect(check(rich, context)).toHaveProperty("spec");
});

test("any JSON is answered with a report", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (input) => {
      expectReport(input, context);
    }),
  );
});

test("any damage to a valid stack is answered with a report", () => {
  fc.assert(
    fc.property(mutations, (damages) => {
      expectReport(mutate(rich, damages), context);
    }),
    { numRuns: 600 },
  );
});

test("any damage to a catalogue is answered with a report", () => {
  fc.assert(
    fc.property(mutations, (damages) => {
      const damaged = mutate(catalog, damages);
      const entries = Object.entries(damaged as Record<string, AppInput>).filter(
        ([, app]) => typeof app === "object" && (app as unknown) !== null,
      );
      expectReport(rich, { ...context, catalog: Object.fromEntries(entries) });
    }),
    { numRuns: 300 },
  );
});

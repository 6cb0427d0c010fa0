import type { KubernetesObject } from "../../components/contracts/object";
import { hasSchema, validateObject } from "./validate-object";

const gateway = (spec: Record<string, unknown>): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "one", namespace: "networking" },
  spec,
});
const listeners = [{ name: "http", port: 80, protocol: "HTTP" }];

describe("validateObject", () => {
  it("accepts a custom resource and a built-in object that fit", () => {
    expect(() => validateObject(gateway({ gatewayClassName: "envoy", listeners }))).not.toThrow();
    expect(() =>
      validateObject({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: {} }),
    ).not.toThrow();
  });

  it("names the object and the missing field", () => {
    expect(() => validateObject(gateway({ listeners }))).toThrow(
      /^Gateway networking\/one: .*gatewayClassName/s,
    );
  });

  it("refuses a value of the wrong type", () => {
    const wrong = [{ name: "http", port: "80", protocol: "HTTP" }];
    expect(() => validateObject(gateway({ gatewayClassName: "envoy", listeners: wrong }))).toThrow(
      /port/,
    );
  });

  it("refuses an unknown kind, version and group", () => {
    const metadata = { name: "x" };
    for (const [apiVersion, kind] of [
      ["gateway.networking.k8s.io/v1", "Gatewya"],
      ["gateway.networking.k8s.io/v9", "Gateway"],
      ["example.com/v1", "Thing"],
    ] as const) {
      expect(() => validateObject({ apiVersion, kind, metadata })).toThrow(/no schema for/);
    }
  });

  it("knows which kinds it has no schema for", () => {
    expect(hasSchema({ apiVersion: "ceph.rook.io/v1", kind: "CephCluster" })).toBe(false);
    expect(hasSchema({ apiVersion: "apps/v1", kind: "Deployment" })).toBe(true);
  });

  it("refuses a field that the schema does not know, at any depth", () => {
    expect(() =>
      validateObject(gateway({ gatewayClassName: "envoy", listeners, nonsense: true })),
    ).toThrow(/unknown field \/spec\/nonsense$/);
    const deep = [{ ...listeners[0], tsl: {} }];
    expect(() => validateObject(gateway({ gatewayClassName: "envoy", listeners: deep }))).toThrow(
      /unknown field \/spec\/listeners\/0\/tsl$/,
    );
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, dta: {} };
    expect(() => validateObject(map)).toThrow(/unknown field \/dta$/);
  });

  it("accepts any key of a map and of a free-form object", () => {
    const infrastructure = { annotations: { "example.com/any": "1" } };
    expect(() =>
      validateObject(gateway({ gatewayClassName: "envoy", listeners, infrastructure })),
    ).not.toThrow();
  });
});

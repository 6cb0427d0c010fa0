import { describeObject } from "../../../components/contracts/object";
import { itemsOf, order } from "../../../components/contracts/order";
import { identityBundles } from "../../../components/identity";
import type { ClusterSpec } from "../../../spec/cluster";
import { elsewhere } from "../../support/elsewhere";
import { validateObject } from "../../support/validate-object";
import { bundle, specs } from "./parts";

const { home, trio, lab } = specs;

describe("identityBundles", () => {
  it("makes nothing for a stack without identity and mail", () => {
    const parts = Object.entries(trio).filter(([key]) => key !== "identity" && key !== "mail");
    expect(identityBundles(Object.fromEntries(parts) as ClusterSpec)).toEqual([]);
  });

  it("makes nothing where the stack does not select the apps", () => {
    expect(identityBundles({ ...trio, apps: {} })).toEqual([]);
  });

  it("makes the relay only where the stack has mail", () => {
    expect(identityBundles(home).map(({ name }) => name)).toEqual([
      "lldap",
      "oidc-clients",
      "authelia-signing-key",
      "authelia",
      "forward-auth",
    ]);
    expect(identityBundles(trio).map(({ name }) => name)).toContain("smtp-relay");
  });

  it.each(Object.entries(specs))("makes only valid objects for %s", (_name, spec) => {
    const objects = identityBundles(spec).flatMap((one) => one.objects ?? []);
    expect(objects.length).toBeGreaterThan(0);
    for (const one of objects) expect(() => validateObject(one)).not.toThrow();
  });

  it.each(Object.entries(specs))("orders everything of %s without a circle", (_name, spec) => {
    const bundles = identityBundles(spec);
    expect(() => order([...bundles, elsewhere(bundles)].flatMap(itemsOf))).not.toThrow();
  });

  it("starts Authelia after the directory, the digests, the key and its database", () => {
    const items = itemsOf(bundle(lab, "authelia"));
    const workload = items.find(
      ({ part }) => part.type === "object" && part.object.kind === "Deployment",
    );
    expect(workload?.needs).toEqual(
      expect.arrayContaining([
        "app:lldap",
        "secret:security/authelia-oidc-clients",
        "secret:security/authelia-signing-key",
        "secret:security/authelia-database",
        "secret:security/authelia-files",
        "postgres:main",
      ]),
    );
    expect(workload?.needs).not.toContain("app:smtp-relay");
  });

  it("provides the apps that others name", () => {
    const provided = identityBundles(trio).flatMap(({ provides = [] }) => provides);
    expect(provided).toEqual(
      expect.arrayContaining(["app:lldap", "app:authelia", "app:smtp-relay"]),
    );
  });
});

describe("secrets", () => {
  it.each(Object.entries(specs))("are in no ConfigMap or variable of %s", (_name, spec) => {
    const objects = identityBundles(spec).flatMap((one) => one.objects ?? []);
    const maps = objects.filter(({ kind }) => kind === "ConfigMap");
    expect(maps.length).toBeGreaterThan(1);
    for (const map of maps) {
      const values = JSON.stringify(map["data"]).matchAll(
        /(?:secret|password|key): *\\?["']?([^\\"'\n]*)/g,
      );
      for (const [found, value = ""] of values) {
        expect(`${describeObject(map)} ${found}`).toMatch(
          value === "" || value.startsWith("{{ secret ") ? /./ : /^no plain secret$/,
        );
      }
    }
  });
});

import { itemsOf } from "../../../components/contracts/order";
import { bundlesOf } from "../../../components/platform";
import { secretsBundles } from "../../../components/secrets";
import {
  appExternalSecret,
  secretFilesName,
} from "../../../components/secrets/app-external-secret";
import { formatSecretKeys, secretKeys } from "../../../components/secrets/secret-keys";
import type { App } from "../../../spec/app/app";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";
import { validateObject } from "../../support/validate-object";

const home = loadSpec("home");
const trio = loadSpec("trio");
const lab = loadSpec("lab");

function appOf(spec: ClusterSpec, name: string): App {
  const app = spec.apps[name];
  if (app === undefined) throw new Error(`no app ${name}`);
  return app;
}

const storeOf = (spec: ClusterSpec) =>
  secretsBundles(spec)
    .flatMap(({ objects = [] }) => objects)
    .find(({ kind }) => kind === "ClusterSecretStore");

describe("appExternalSecret", () => {
  it("brings all keys of an app from its item", () => {
    const [secret, ...rest] = appExternalSecret(home, appOf(home, "sonarr"));
    expect(rest).toEqual([]);
    expect(secret).toEqual({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "sonarr-secret", namespace: "media" },
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: "secret-store" },
        target: { name: "sonarr-secret", creationPolicy: "Owner" },
        data: [
          {
            secretKey: "SONARR__AUTH__APIKEY",
            remoteRef: { key: "sonarr", property: "api-key" },
          },
        ],
      },
    });
  });

  it("writes files that hold secrets, with only the keys that they name", () => {
    const app = appOf(home, "mosquitto");
    const files = appExternalSecret(home, app).find(
      ({ metadata }) => metadata.name === secretFilesName("mosquitto", "passwords"),
    );
    expect(files?.["spec"]).toMatchObject({
      target: { template: { data: { passwords: "{{ .MQTT_PASSWORDS }}\n" } } },
      data: [{ secretKey: "MQTT_PASSWORDS" }],
    });
  });

  it("refuses a file that names a key the app lacks", () => {
    const app = { ...appOf(home, "mosquitto"), secrets: {} };
    expect(() => appExternalSecret(home, app)).toThrow(
      "mosquitto: volume passwords refers to the secret MQTT_PASSWORDS, which `secrets` lacks",
    );
  });
});

describe("the secret store", () => {
  it("is 1Password Connect, aKeyless or generated, as the stack says", () => {
    expect(secretsBundles(home).map(({ name }) => name)).toEqual([
      "external-secrets",
      "onepassword-connect",
      "secret-store",
    ]);
    expect(secretsBundles(trio).map(({ name }) => name)).toEqual([
      "external-secrets",
      "secret-store",
    ]);
    expect(storeOf(home)?.["spec"]).toMatchObject({
      provider: {
        onepassword: {
          connectHost: "http://onepassword-connect.security.svc.cluster.local:8080",
          vaults: { home: 1 },
        },
      },
    });
    expect(storeOf(trio)?.["spec"]).toMatchObject({
      provider: { akeyless: { akeylessGWApiURL: "https://api.akeyless.io" } },
    });
    for (const spec of [home, trio, lab]) {
      for (const object of secretsBundles(spec).flatMap(({ objects = [] }) => objects)) {
        expect(() => validateObject(object)).not.toThrow();
      }
    }
  });

  it("is awaited, after the Secret that it signs in with", () => {
    const item = secretsBundles(trio)
      .flatMap(itemsOf)
      .find(({ part }) => part.type === "object" && part.object.kind === "ClusterSecretStore");
    expect(item?.needs).toEqual([
      "crd:external-secrets.io/ClusterSecretStore",
      "secret:security/akeyless-access",
    ]);
    expect(storeOf(trio)?.metadata.annotations).toMatchObject({
      "pulumi.com/waitFor": "condition=Ready",
    });
  });

  it("holds, in the lab, a generated value for every key that any object asks for", () => {
    const store = secretsBundles(lab).find(({ name }) => name === "secret-store");
    const held = new Map((store?.secrets ?? []).map(({ name, values }) => [name, values]));
    const asked = bundlesOf(lab)
      .flatMap(({ objects = [] }) => objects)
      .filter(({ kind }) => kind === "ExternalSecret")
      .flatMap((object) => {
        const { data } = object["spec"] as {
          data: { remoteRef: { key: string; property: string } }[];
        };
        return data.map(({ remoteRef }) => remoteRef);
      });
    expect(asked.length).toBeGreaterThan(5);
    for (const { key, property } of asked) {
      const text = held.get(key)?.[property];
      expect(text).toMatch(/^\{\{secret-store-.+\}\}$/);
      expect(Object.keys(store?.generated ?? {})).toContain(text?.slice(2, -2));
    }
  });
});

describe("secretKeys", () => {
  it("lists each key once with all of its uses", () => {
    const keys = secretKeys(trio);
    const identities = keys.map(({ item, property }) => `${item}/${property}`);
    expect(identities).toEqual([...new Set(identities)]);
    const backup = keys.find(
      ({ item, property }) => item === "backup" && property === "accessKeyId",
    );
    expect(backup?.uses).toEqual(
      expect.arrayContaining(["backup of database main", "backup of sonarr/config"]),
    );
  });

  it("prints them for a person, with what has to be there before", () => {
    const text = formatSecretKeys(trio);
    expect(text).toContain("akeylessAccessKey");
    expect(text).toMatch(/^\/kubernetes\/sonarr +api-key +.*sonarr \(SONARR__AUTH__APIKEY\)/m);
    expect(formatSecretKeys(lab)).not.toContain("config secrets");
  });
});

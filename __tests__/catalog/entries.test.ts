import { existsSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../../catalog";
import { appBundle } from "../../components/app/bundle";
import { resourceNames } from "../../components/contracts/names";
import { containersOf, list, podSpecOf, record } from "../../components/contracts/object";
import { needsOf } from "../../components/contracts/object-capabilities";
import { isChartApp, isImageApp, isOutsideApp, type ImageApp } from "../../spec/app/app";
import { charts, images } from "../../versions";
import { everything, showroom } from "../support/showroom";
import { validateObject } from "../support/validate-object";

// The rules of the spec hold for every entry: some node can run it, its ports, routes, classes,
// secrets and dependencies exist. Were it not so, this would throw with a line for each.
const spec = showroom(everything());
const entries = Object.values(spec.apps);
const imageApps = entries.filter(isImageApp);
const built = entries.filter((app) => isImageApp(app) || isChartApp(app) || isOutsideApp(app));

describe.each(entries.map((app) => [app.name, app] as const))("%s", (name, app) => {
  it("stands in the file of its name, in the folder of its category", () => {
    expect(existsSync(join(__dirname, "../../catalog", app.category, `${name}.ts`))).toBe(true);
  });
});

describe.each(built.map((app) => [app.name, app] as const))("%s", (_, app) => {
  const bundle = appBundle(spec, app);
  const objects = bundle.objects ?? [];
  const namespaces = new Set((bundle.namespaces ?? []).map(({ name }) => name));

  it("consists of objects that the API server would take", () => {
    for (const object of objects) expect(() => validateObject(object)).not.toThrow();
  });

  it("makes what its pods refer to, or says which bundle does", () => {
    const made = new Set<string>();
    for (const { name, namespace } of bundle.secrets ?? []) made.add(`secret:${namespace}/${name}`);
    for (const { kind, metadata } of objects) {
      const prefix = {
        ExternalSecret: "secret",
        ConfigMap: "configmap",
        ServiceAccount: "serviceaccount",
        PersistentVolumeClaim: "pvc",
      }[kind];
      if (prefix !== undefined) made.add(`${prefix}:${metadata.namespace ?? ""}/${metadata.name}`);
    }
    const missing = objects
      .flatMap(needsOf)
      .filter((need) => /^(?:secret|configmap|serviceaccount|pvc):/.test(need) && !made.has(need));
    // The identity layer makes the Secret of an OIDC client.
    expect(missing.filter((need) => !need.endsWith("-oidc"))).toEqual([]);
  });

  it("declares the namespaces that it is in", () => {
    for (const { metadata } of objects) {
      if (metadata.namespace === undefined || metadata.namespace === "cloudnative-pg") continue;
      expect(namespaces).toContain(metadata.namespace);
    }
  });

  it("has a name of its own for each of its resources", () => {
    const names = [...resourceNames(bundle.name, objects).values()];
    expect(new Set(names).size).toBe(objects.length);
    for (const one of names) expect(one.startsWith(`${app.name}-`)).toBe(true);
  });

  it("provides itself, whole", () => {
    expect(bundle.provides).toEqual([`app:${app.name}`]);
  });
});

describe.each(imageApps.map((app) => [app.name, app] as const))("%s", (_, app) => {
  const containers = (appBundle(spec, app).objects ?? [])
    .map(podSpecOf)
    .filter((pod) => pod !== undefined)
    .flatMap((pod) => containersOf(pod));

  it("is pinned, and never to a moving tag", () => {
    for (const { image } of containers) {
      expect(image).toMatch(
        /^[a-z0-9.-]+\.[a-z]+\/[a-z0-9_./-]+:[\w.-]+(?:@sha256:[0-9a-f]{64})?$/,
      );
      expect(image).not.toMatch(/:(?:latest|stable|nightly|edge)(?:@|$)/);
      // A branch is a tag only together with the digest of one of its builds.
      expect(image).not.toMatch(/:(?:main|master|develop)$/);
    }
  });

  it("asks for processor and memory, and is limited in memory", () => {
    for (const { resources } of containers) {
      const { requests, limits } = record(resources);
      expect(Object.keys(record(requests))).toEqual(expect.arrayContaining(["cpu", "memory"]));
      expect(Object.keys(record(limits))).toContain("memory");
    }
  });

  it("answers probes, or says why not", () => {
    const parts = [app, ...Object.values(app.sidecars).filter(({ init }) => !init)];
    if (app.kind === "CronJob") return;
    for (const part of parts) {
      const probed = Object.keys(part.ports).length > 0 || part.probes?.readiness !== undefined;
      expect(probed).toBe(true);
      for (const probe of ["readiness", "liveness", "startup"] as const) {
        if (part.probes?.[probe] === false) expect(part.probes.reason).toEqual(expect.any(String));
      }
    }
  });

  it("names root and privilege where it needs them and only there", () => {
    expect(app.user.uid === 0).toBe(app.exceptions.root !== undefined);
    if (app.devices?.usb !== undefined)
      expect(app.exceptions.privileged).toEqual(expect.any(String));
    if (app.permissions !== undefined) {
      expect(app.exceptions.serviceAccountToken).toEqual(expect.any(String));
    }
  });

  it("has no exception that the Pod Security level of its namespace would refuse", () => {
    const level = appBundle(spec, app).namespaces?.[0]?.podSecurity ?? "restricted";
    const pods = (appBundle(spec, app).objects ?? [])
      .map(podSpecOf)
      .filter((pod) => pod !== undefined);
    for (const pod of pods) {
      const volumes = list(pod["volumes"]).map(record);
      const host = pod["hostNetwork"] === true || volumes.some((volume) => "hostPath" in volume);
      const privileged = containersOf(pod).some(
        (one) => record(one["securityContext"])["privileged"] === true,
      );
      if (host || privileged) expect(level).toBe("privileged");
      const root = record(pod["securityContext"])["runAsUser"] === 0;
      if (root || volumes.some((volume) => "nfs" in volume)) expect(level).not.toBe("restricted");
    }
  });

  it("gives a variable one meaning", () => {
    for (const { name, env } of containers) {
      const names = list(env).map((variable) => record(variable)["name"]);
      expect([name, names]).toEqual([name, [...new Set(names)]]);
    }
  });

  it("does not write a secret down", () => {
    expect(secretsIn(app)).toEqual([]);
  });
});

/** Variables that sound secret and are written as text. */
function secretsIn(app: ImageApp): string[] {
  const environments = [app.env, ...Object.values(app.sidecars).map(({ env }) => env ?? {})];
  return (
    environments
      .flatMap(Object.entries)
      .filter(
        ([key, value]) => /PASSWORD|TOKEN$|SECRET|API_?KEY/i.test(key) && typeof value === "string",
      )
      .map(([key]) => key)
      .filter((key) => !["ALLOW_PASSWORD_LOGIN", "SHOW_PASSWORD_HINT"].includes(key))
      // Home Assistant calls every value that its files may refer to a secret.
      .filter((key) => !key.startsWith("SECRET_"))
  );
}

describe("the pins", () => {
  it("hold every chart of the catalogue", () => {
    for (const app of entries.filter(isChartApp)) expect(Object.keys(charts)).toContain(app.chart);
  });

  it("stand under a registry, in order", () => {
    const names = Object.keys(images);
    expect(names).toEqual([...names].sort());
    for (const name of names) expect(name).toMatch(/^[a-z0-9.-]+\.[a-z]+\//);
  });
});

test("the categories of the catalogue are filled by its entries", () => {
  const filled = new Set(Object.values(catalog).map(({ category }) => category));
  for (const category of [
    "ai",
    "banking",
    "home-automation",
    "media",
    "monitoring",
    "networking",
    "security",
    "selfhosted",
    "system",
  ] as const) {
    expect(filled).toContain(category);
  }
});

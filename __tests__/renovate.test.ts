import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tools } from "../lab/toolchain/catalog";
import { loadStack, stackNames } from "../stacks";
import { charts, images } from "../versions";
import { customDependencies, renovate, settingsOf } from "./support/renovate";

const root = join(__dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const found = customDependencies();
const inFile = (file: string) => found.filter((one) => one.file === file);

test("every chart and image is found, with where newer versions are published", () => {
  const expected = [
    ...Object.values(charts).map((pin: { repo?: string; chart: string; version: string }) => ({
      file: "versions.ts",
      datasource: pin.repo === undefined ? "docker" : "helm",
      depName: pin.chart.replace(/^oci:\/\//, ""),
      currentValue: pin.version,
      currentDigest: undefined,
      registryUrl: pin.repo,
      extractVersion: undefined,
    })),
    ...Object.entries(images).map(([name, pin]) => {
      const [tag, digest] = pin.split("@");
      return {
        file: "versions.ts",
        datasource: "docker",
        depName: name,
        currentValue: tag,
        currentDigest: digest,
        registryUrl: undefined,
        extractVersion: undefined,
      };
    }),
  ];
  expect(expected.length).toBeGreaterThan(100);
  expect(inFile("versions.ts")).toEqual(expected);
});

test("every comment for Renovate is read by a manager", () => {
  for (const file of [...new Set(found.map((one) => one.file))]) {
    const comments = read(file).match(/(?:\/\/|#) renovate: datasource=/g) ?? [];
    if (comments.length > 0) {
      expect({ file, count: inFile(file).length }).toEqual({ file, count: comments.length });
    }
  }
});

test.each(stackNames())("Talos and Kubernetes of %s are found", (stack) => {
  const { talos, kubernetes } = loadStack(stack);
  expect(inFile(`stacks/${stack}.ts`)).toMatchObject([
    { datasource: "docker", depName: "ghcr.io/siderolabs/installer", currentValue: talos.version },
    {
      datasource: "docker",
      depName: "ghcr.io/siderolabs/kubelet",
      currentValue: kubernetes.version,
    },
  ]);
});

test("every tool of the lab is found in its version", () => {
  const versions = new Map(
    inFile("lab/toolchain/catalog.ts").map((one) => [one.depName, one.currentValue]),
  );
  expect(Object.fromEntries(versions)).toEqual({
    "kubernetes/kubernetes": tools.kubectl.version,
    "pulumi/pulumi": tools.pulumi.version,
    "etcd-io/etcd": tools.etcd.version,
    "kubernetes-sigs/kwok": tools.kwok.version,
  });
  for (const { datasource, extractVersion } of inFile("lab/toolchain/catalog.ts")) {
    expect(datasource).toBe("github-releases");
    // Releases are tagged with a v that these constants lack.
    expect(new RegExp(extractVersion ?? "").exec("v1.2.3")?.groups?.version).toBe("1.2.3");
  }
});

test("the linter of the tests is found", () => {
  expect(inFile("__tests__/workflows.test.ts")).toMatchObject([
    { depName: "github.com/rhysd/actionlint", datasource: "go", currentValue: "v1.7.7" },
  ]);
});

test("both versions of the Talos provider are found", () => {
  const { version } = JSON.parse(read("sdks/talos/package.json")) as { version: string };
  expect(inFile("sdks/talos/package.json").map((one) => [one.depName, one.currentValue])).toEqual([
    ["pulumiverse/pulumi-talos", version],
    ["pulumiverse/pulumi-talos", version],
  ]);
});

test("the Pulumi CLI of every workflow is found, and goes with the one of the lab", () => {
  const pins = found.filter(({ file }) => file.startsWith(".github/workflows/"));
  expect(pins.map(({ file }) => file)).toEqual(
    ["drift", "preview", "up"].map((name) => `.github/workflows/${name}.yaml`),
  );
  const [lab] = inFile("lab/toolchain/catalog.ts").filter(
    ({ depName }) => depName === "pulumi/pulumi",
  );
  for (const pin of pins) expect({ ...pin, file: lab?.file }).toEqual(lab);
});

// The manager of actions reads `node-version` and the runner's image too.
// https://docs.renovatebot.com/modules/manager/github-actions/
test("actions, Go modules and packages have the managers that Renovate brings", () => {
  expect(renovate.enabledManagers).toEqual(["custom.regex", "github-actions", "gomod", "npm"]);
});

test("every action has the comment that Renovate needs beside a digest", () => {
  const uses = globSync(".github/workflows/*.yaml", { cwd: root }).flatMap((file) =>
    read(file)
      .split("\n")
      .filter((line) => /^\s*(?:- )?uses: (?!\.\/)/.test(line)),
  );
  expect(uses.length).toBeGreaterThan(10);
  for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("every package is pinned exactly, so that an update is a change of this repository", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect({ name, version }).toEqual({
      name,
      version: expect.stringMatching(/^(?:\d+\.\d+\.\d+(?:-[\w.]+)?|file:sdks\/talos)$/) as string,
    });
  }
});

/**
 * Renovate leaves indirect requirements alone, except for a module that holds a `tool` of the file.
 * https://docs.renovatebot.com/modules/manager/gomod/
 */
test.each(globSync("lab/**/go.mod", { cwd: root }).sort())(
  "%s has a pin that is kept up",
  (file) => {
    const text = read(file);
    const required = [...text.matchAll(/^(?:require)?\s+(\S+) (v\S+)(.*)$/gm)];
    const direct = required.filter(([, , , comment = ""]) => !comment.includes("indirect"));
    const toolPaths = [...text.matchAll(/^(?:tool)?\s+(\S+\/\S+)$/gm)].map(([, path = ""]) => path);
    expect(direct.length + toolPaths.length).toBeGreaterThan(0);
    for (const path of toolPaths) {
      expect(required.some(([, module = ""]) => `${path}/`.startsWith(`${module}/`))).toBe(true);
    }
  },
);

describe("the rules", () => {
  const critical = [
    ["ghcr.io/siderolabs/installer", "Talos"],
    ["ghcr.io/siderolabs/talosctl", "Talos"],
    ["github.com/siderolabs/talos/pkg/machinery", "Talos"],
    ["ghcr.io/siderolabs/kubelet", "Kubernetes"],
    ["rook-ceph", "Rook"],
    ["rook-ceph-cluster", "Rook"],
    ["ghcr.io/rook/ceph", "Rook"],
    ["quay.io/ceph/ceph", "Ceph"],
    ["cilium", "Cilium"],
  ] as const;

  test.each(critical)(
    "%s is in the group %s, waits, and is merged by a person",
    (name, groupName) => {
      for (const updateType of ["major", "minor", "patch", "digest"]) {
        expect(settingsOf({ name, updateType })).toMatchObject({
          groupName,
          automerge: false,
          minimumReleaseAge: "14 days",
        });
      }
    },
  );

  test.each([
    ["@pulumi/kubernetes", "Pulumi"],
    ["pulumi/pulumi", "Pulumi"],
    ["github.com/pulumi/pulumi/sdk/v3", "Pulumi"],
    ["kubernetes/kubernetes", "Kubernetes of the lab"],
    ["k8s.io/api", "Kubernetes of the lab"],
  ])("%s is in the group %s", (name, groupName) => {
    expect(settingsOf({ name, updateType: "minor" })).toMatchObject({ groupName });
  });

  test("only patches of what tests use are merged without a person", () => {
    const dev = { name: "jest", manager: "npm", depType: "devDependencies" };
    expect(settingsOf({ ...dev, updateType: "patch" }).automerge).toBe(true);
    expect(settingsOf({ ...dev, updateType: "minor" }).automerge).toBe(false);
    expect(settingsOf({ ...dev, depType: "dependencies", updateType: "patch" }).automerge).toBe(
      false,
    );
    const merged = found.filter(({ depName = "" }) =>
      ["patch", "digest"].some((updateType) => settingsOf({ name: depName, updateType }).automerge),
    );
    expect(merged).toEqual([]);
  });

  test("everything waits some days", () => {
    for (const { depName = "" } of found) {
      const age = settingsOf({ name: depName, updateType: "patch" }).minimumReleaseAge;
      expect(Number.parseInt(String(age), 10)).toBeGreaterThanOrEqual(7);
    }
  });

  test("an image whose tags are no plain versions has a rule that reads them", () => {
    for (const [name, pin] of Object.entries(images)) {
      const { versioning } = settingsOf({ name, updateType: "minor" });
      const [tag = "", digest] = pin.split("@");
      if (typeof versioning === "string") {
        expect(tag).toMatch(new RegExp(versioning.slice("regex:".length)));
      } else if (!/^v?\d+(?:\.\d+)*(?:-?[a-z][\w-]*)?$/.test(tag)) {
        // A tag that names a branch or a commit cannot be newer than another: its digest is kept up.
        expect({ name, kept: digest !== undefined || UNVERSIONED.has(name) }).toEqual({
          name,
          kept: true,
        });
      }
    }
  });
});

/** Images that are published under commits only, without a digest here: Renovate cannot follow them. */
const UNVERSIONED = new Set(["docker.io/excalidraw/excalidraw"]);

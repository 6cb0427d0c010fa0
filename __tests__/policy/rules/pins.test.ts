import { pinnedCharts, pinnedImages } from "../../../policy/rules/pins";
import { container, deployment, object, resource } from "../support";

const DIGEST = `sha256:${"a".repeat(64)}`;
const withImage = (image: string) => deployment({ containers: [{ ...container, image }] });

describe("images-pinned", () => {
  it.each([
    "ghcr.io/example/echo:1.2.3",
    `ghcr.io/example/echo:latest@${DIGEST}`,
    `ghcr.io/example/echo@${DIGEST}`,
    "registry.example.com:5000/echo:v1",
  ])("accepts %s", (image) => {
    expect(pinnedImages.check(withImage(image))).toEqual([]);
  });

  it("refuses an image without a tag, a port being none", () => {
    const reason = ["registry.example.com:5000/echo has neither tag nor digest"];
    expect(pinnedImages.check(withImage("registry.example.com:5000/echo"))).toEqual(reason);
  });

  it.each(["latest", "stable", "main"])("refuses the tag %s, which moves", (tag) => {
    expect(pinnedImages.check(withImage(`echo:${tag}`))).toEqual([
      `echo:${tag} moves: the tag names another image tomorrow`,
    ]);
  });

  it("looks at init containers, at jobs and at what operators run", () => {
    const latest = { ...container, image: "echo:latest" };
    expect(pinnedImages.check(deployment({ pod: { initContainers: [latest] } }))).toHaveLength(1);
    const job = { jobTemplate: { spec: { template: { spec: { containers: [latest] } } } } };
    expect(pinnedImages.check(object("batch/v1", "CronJob", { spec: job }))).toHaveLength(1);
    const cluster = (spec: object) => object("postgresql.cnpg.io/v1", "Cluster", { spec });
    expect(pinnedImages.check(cluster({ imageName: "postgresql" }))).toHaveLength(1);
    expect(pinnedImages.check(cluster({}))).toEqual([]);
  });
});

describe("charts-pinned", () => {
  const release = (props: object) =>
    pinnedCharts.check(resource("kubernetes:helm.sh/v3:Release", { props: { ...props } }));

  it("accepts one version, refuses none and ranges", () => {
    expect(release({ version: "1.19.1" })).toEqual([]);
    expect(release({ version: "v1.19.3" })).toEqual([]);
    expect(release({})).toEqual(["names no version of its chart"]);
    expect(release({ version: "^1.2.0" })).toEqual(["^1.2.0 is a range of versions"]);
    expect(release({ version: "1.x" })).toEqual(["1.x is a range of versions"]);
  });
});

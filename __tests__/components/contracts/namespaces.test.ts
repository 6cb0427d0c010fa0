import type { Bundle, NamespaceDeclaration } from "../../../components/contracts/bundle";
import { mergeNamespaces } from "../../../components/contracts/namespaces";
import { namespaceObject } from "../../../components/system/namespace";

const bundle = (name: string, ...namespaces: NamespaceDeclaration[]): Bundle => ({
  layer: "app",
  component: "App",
  name,
  namespaces,
});

describe("the namespaces of all bundles", () => {
  it("are as lax as the laxest needs, with the reason of each that is lax", () => {
    const merged = mergeNamespaces([
      bundle("a", { name: "media" }),
      bundle("b", { name: "media", podSecurity: "privileged", reason: "uses the GPU" }),
      bundle("c", { name: "media", podSecurity: "baseline", reason: "runs as root" }),
      bundle("d", { name: "ai" }),
    ]);
    expect(merged.map(({ name, podSecurity }) => [name, podSecurity])).toEqual([
      ["ai", "restricted"],
      ["media", "privileged"],
    ]);
    expect(merged[1]?.reasons).toEqual(["b: uses the GPU", "c: runs as root"]);
  });

  it("are without those that Kubernetes makes", () => {
    const merged = mergeNamespaces([
      bundle("descheduler", { name: "kube-system" }, { name: "system" }),
    ]);
    expect(merged.map(({ name }) => name)).toEqual(["system"]);
  });

  it("become objects that enforce the level and say why", () => {
    const [media] = mergeNamespaces([
      bundle("b", { name: "media", podSecurity: "privileged", reason: "uses the GPU" }),
    ]);
    expect(media && namespaceObject(media)).toEqual({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "media",
        labels: { "pod-security.kubernetes.io/enforce": "privileged" },
        annotations: { "hearth.dev/pod-security-reasons": "b: uses the GPU" },
      },
    });
  });
});

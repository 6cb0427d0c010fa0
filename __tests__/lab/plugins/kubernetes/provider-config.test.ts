import { compareConfig, readConfig } from "../../../../lab/plugins/kubernetes/provider-config";
import { UNKNOWN } from "../../../../lab/plugins/shared/values";

const kubeconfig = (server: string, token: string) => `
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: "${server}" } }]
users: [{ name: u, user: { token: ${token} } }]
contexts: [{ name: x, context: { cluster: c, user: u, namespace: home } }]
current-context: x
`;
const one = kubeconfig("https://192.0.2.1:6443", "first");
const renewed = kubeconfig("https://192.0.2.1:6443", "second");
const moved = kubeconfig("https://192.0.2.2:6443", "first");

const replaces = (olds: Record<string, string>, news: Record<string, string>) =>
  compareConfig(olds, news).replaces.map(({ path }) => path[0]);

describe("a change of the provider's configuration", () => {
  it("never replaces while the cluster's identifier stays", () => {
    for (const news of [renewed, moved, UNKNOWN]) {
      const after = { kubeconfig: news, clusterIdentifier: "lab/c" };
      expect(replaces({ kubeconfig: one, clusterIdentifier: "lab/c" }, after)).toEqual([]);
    }
  });

  it("replaces when the identifier changes", () => {
    const olds = { kubeconfig: one, clusterIdentifier: "lab/c" };
    expect(replaces(olds, { kubeconfig: one, clusterIdentifier: "lab/d" })).toEqual([
      "clusterIdentifier",
    ]);
  });

  it("without an identifier replaces for another server or an unknown one, not for a new token", () => {
    expect(replaces({ kubeconfig: one }, { kubeconfig: renewed })).toEqual([]);
    expect(replaces({ kubeconfig: one }, { kubeconfig: moved })).toEqual(["kubeconfig"]);
    expect(replaces({ kubeconfig: one }, { kubeconfig: UNKNOWN })).toEqual(["kubeconfig"]);
  });
});

describe("the provider's configuration", () => {
  it("has no connection while the kubeconfig is unknown", () => {
    expect(readConfig({ kubeconfig: UNKNOWN }).connection).toBeUndefined();
  });

  it("takes the context's namespace unless it names one", () => {
    expect(readConfig({ kubeconfig: one }).namespace).toBe("home");
    expect(readConfig({ kubeconfig: one, namespace: "app" }).namespace).toBe("app");
  });

  it("says what is wrong with a kubeconfig without quoting it", () => {
    expect(() => readConfig({})).toThrow("provider kubeconfig: is missing");
    expect(() => readConfig({ kubeconfig: "clusters: [" })).toThrow(/^kubeconfig: /);
    expect(() => readConfig({ kubeconfig: one, context: "y" })).toThrow(
      "kubeconfig: there is no y in contexts",
    );
  });

  it("refuses a way of working that it does not have", () => {
    expect(() => readConfig({ kubeconfig: one, enableServerSideApply: "false" })).toThrow(
      "provider enableServerSideApply",
    );
  });
});

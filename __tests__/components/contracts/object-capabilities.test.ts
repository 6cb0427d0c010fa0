import { needsOf, providesOf } from "../../../components/contracts/object-capabilities";

const meta = (name: string) => ({ name, namespace: "media" });

describe("what an object needs", () => {
  it("reads secrets, config maps, claims and the account off a pod", () => {
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: meta("app"),
      spec: {
        template: {
          spec: {
            serviceAccountName: "app",
            initContainers: [{ envFrom: [{ secretRef: { name: "init" } }] }],
            containers: [
              {
                env: [
                  { name: "A", valueFrom: { secretKeyRef: { name: "keys", key: "a" } } },
                  {
                    name: "B",
                    valueFrom: { secretKeyRef: { name: "maybe", key: "b", optional: true } },
                  },
                ],
                envFrom: [{ configMapRef: { name: "settings" } }],
              },
            ],
            volumes: [
              { name: "data", persistentVolumeClaim: { claimName: "data" } },
              { name: "tls", secret: { secretName: "tls" } },
              { name: "all", projected: { sources: [{ configMap: { name: "scripts" } }] } },
            ],
          },
        },
      },
    };
    expect(needsOf(deployment).sort()).toEqual([
      "configmap:media/scripts",
      "configmap:media/settings",
      "namespace:media",
      "nodes",
      "pvc:media/data",
      "secret:media/init",
      "secret:media/keys",
      "secret:media/tls",
      "serviceaccount:media/app",
    ]);
  });

  it("needs the definition of a custom resource and what it refers to", () => {
    const route = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: meta("app"),
      spec: { parentRefs: [{ name: "envoy-internal", namespace: "networking" }] },
    };
    expect(needsOf(route).sort()).toEqual([
      "crd:gateway.networking.k8s.io/HTTPRoute",
      "gateway:envoy-internal",
      "namespace:media",
    ]);
  });

  it("needs no namespace that every cluster has, and no definition of a built-in kind", () => {
    const policy = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "deny", namespace: "kube-system" },
    };
    expect(needsOf(policy)).toEqual([]);
  });

  it("needs the class of a claim", () => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: meta("data"),
      spec: { storageClassName: "ceph-block" },
    };
    expect(needsOf(claim)).toContain("storageclass:ceph-block");
    expect(providesOf(claim)).toEqual(["pvc:media/data"]);
  });
});

describe("what an object provides", () => {
  it("is the Secret that an operator makes from it", () => {
    expect(
      providesOf({
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: meta("app"),
        spec: { target: { name: "app-secret" } },
      }),
    ).toContain("secret:media/app-secret");
    expect(
      providesOf({
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: meta("wildcard"),
        spec: { secretName: "wildcard-tls" },
      }),
    ).toContain("secret:media/wildcard-tls");
  });
});

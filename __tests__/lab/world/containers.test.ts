import { needsOf } from "../../../lab/world/controllers/containers";

it("names everything that a pod cannot start without, and nothing that is optional", () => {
  const needs = needsOf({
    metadata: { name: "app-0" },
    spec: {
      volumes: [
        { name: "a", secret: { secretName: "tls" } },
        { name: "b", secret: { secretName: "maybe", optional: true } },
        { name: "c", configMap: { name: "settings" } },
        { name: "d", persistentVolumeClaim: { claimName: "data" } },
        { name: "e", ephemeral: {} },
        {
          name: "f",
          projected: { sources: [{ configMap: { name: "root-ca" } }, { secret: { name: "p" } }] },
        },
        { name: "g", emptyDir: {} },
      ],
      initContainers: [{ envFrom: [{ secretRef: { name: "init" } }] }],
      containers: [
        {
          env: [
            { valueFrom: { secretKeyRef: { name: "key", key: "a" } } },
            { valueFrom: { configMapKeyRef: { name: "off", key: "a", optional: true } } },
            { value: "plain" },
          ],
        },
      ],
    },
  });
  expect(needs.map(({ kind, name, key }) => [kind, name, key].filter(Boolean).join(" "))).toEqual([
    "Secret tls",
    "ConfigMap settings",
    "PersistentVolumeClaim data",
    "PersistentVolumeClaim app-0-e",
    "ConfigMap root-ca",
    "Secret p",
    "Secret init",
    "Secret key a",
  ]);
});

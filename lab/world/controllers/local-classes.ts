import { core } from "./kinds";
import type { Controller } from "./runtime";

/** The StorageClass that the OpenEBS chart makes. */
export interface LocalClass {
  readonly name: string;
  readonly isDefault: boolean;
}

const WORKLOAD = "openebs-localpv-provisioner";

/**
 * Stands in for the StorageClass in OpenEBS's chart, which is the one class that no program of
 * its user's makes: it comes with the provisioner's Deployment and goes with it. Where the real
 * chart was installed, its own class is left alone.
 */
export function localClasses(classes: readonly LocalClass[]): Controller {
  return {
    name: "openebs-classes",
    start(runtime) {
      const existing = runtime.store(core.storageClasses);
      runtime.on("openebs-classes", core.deployments, async ({ metadata }, { deleted }) => {
        if (metadata.name !== WORKLOAD) return;
        const resource = runtime.resource(core.storageClasses);
        for (const { name, isDefault } of classes) {
          if (deleted) await runtime.client.delete(resource, name);
          else if (existing.get(name) === undefined) {
            await runtime.apply(core.storageClasses, {
              apiVersion: "storage.k8s.io/v1",
              kind: "StorageClass",
              metadata: {
                name,
                annotations: {
                  "storageclass.kubernetes.io/is-default-class": String(isDefault),
                },
              },
              provisioner: "openebs.io/local",
              reclaimPolicy: "Delete",
              volumeBindingMode: "WaitForFirstConsumer",
            });
          }
        }
      });
    },
  };
}

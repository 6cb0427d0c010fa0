import { kubernetesVersion } from "../../../lab/toolchain";
import { loadSpec, stackNames } from "../../../stacks";

/** `v1.35.1` → `1.35` */
const minor = (version: string) => /^v?(\d+\.\d+)\./.exec(version)?.[1];

test.each(stackNames())("the lab's API server is of the Kubernetes minor of %s", (stack) => {
  expect(minor(kubernetesVersion)).toBeDefined();
  expect(minor(kubernetesVersion)).toBe(minor(loadSpec(stack).kubernetes.version));
});

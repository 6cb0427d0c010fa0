/**
 * Annotations that let Pulumi wait until an operator reports a condition of its custom resource as
 * True, so that what needs the object does not start before it works.
 * https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#resource-annotations
 *
 * @param timeoutSeconds longest wait
 */
export function awaitCondition(condition: string, timeoutSeconds = 900): Record<string, string> {
  return {
    "pulumi.com/waitFor": `condition=${condition}`,
    "pulumi.com/timeoutSeconds": String(timeoutSeconds),
  };
}

/**
 * Annotations that let Pulumi wait until an operator reports a condition of its custom resource as
 * True, so that what needs the object does not start before it works.
 * https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#resource-annotations
 *
 * @param timeoutSeconds longest wait
 */
export function awaitCondition(condition: string, timeoutSeconds = 900): Record<string, string> {
  return awaitFor(`condition=${condition}`, timeoutSeconds);
}

/** The same for a field of the status, e.g. `jsonpath={.status.phase}=Ready`. */
export function awaitField(
  path: string,
  value: string,
  timeoutSeconds = 900,
): Record<string, string> {
  return awaitFor(`jsonpath={${path}}=${value}`, timeoutSeconds);
}

function awaitFor(expression: string, timeoutSeconds: number): Record<string, string> {
  return {
    "pulumi.com/waitFor": expression,
    "pulumi.com/timeoutSeconds": String(timeoutSeconds),
  };
}

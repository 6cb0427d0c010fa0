import { list, record, text } from "../../components/contracts/object";
import { annotationsOf, containersOf, podSpecOf, type Resource } from "../resource";
import type { ResourceRule } from "../rule";

/**
 * Annotation of a workload with the exceptions that its app declares, a JSON object of the exception
 * to its reason. The app component writes it from `exceptions`.
 */
export const EXCEPTIONS_ANNOTATION = "hearth.dev/exceptions";

/** What a pod may only do with a declared reason. */
type Access = "privileged" | "hostNetwork" | "hostPath" | "hostPID" | "hostIPC";

/** A pod with the node's rights is the node: somebody has to have said why. */
export const hostAccess: ResourceRule = {
  name: "host-access-declared",
  description:
    "No pod is privileged or uses the node's network, paths, processes or memory undeclared.",
  level: "mandatory",
  remedy: "do without, or declare it under the app's `exceptions` with the reason",
  check: (resource) => {
    const declared = exceptionsOf(resource);
    return accessesOf(resource).flatMap(({ access, what }) =>
      text(declared[access]).trim() === ""
        ? [`${what} without a declared exception \`${access}\``]
        : [],
    );
  },
};

function accessesOf(resource: Resource): { access: Access; what: string }[] {
  const pod = podSpecOf(resource);
  if (pod === undefined) return [];
  return [
    ...containersOf(resource)
      .filter((one) => record(one["securityContext"])["privileged"] === true)
      .map((one) => ({
        access: "privileged" as const,
        what: `container ${text(one["name"])} is privileged`,
      })),
    ...(["hostNetwork", "hostPID", "hostIPC"] as const)
      .filter((field) => pod[field] === true)
      .map((field) => ({ access: field, what: `the pod has ${field}` })),
    ...list(pod["volumes"])
      .map((volume) => record(volume)["hostPath"])
      .filter((volume) => volume !== undefined)
      .map((volume) => ({
        access: "hostPath" as const,
        what: `the pod mounts ${text(record(volume)["path"])} of its node`,
      })),
  ];
}

/** The declared exceptions; none where the annotation is absent or not what it should be. */
function exceptionsOf(resource: Resource): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text(annotationsOf(resource)[EXCEPTIONS_ANNOTATION]) || "{}"));
  } catch {
    return {};
  }
}

import { exceptionsAnnotation } from "../../../components/contracts/conventions";
import { EXCEPTIONS_ANNOTATION, hostAccess } from "../../../policy/rules/host-access";
import { container, deployment } from "../support";

const everything = {
  containers: [{ ...container, securityContext: { privileged: true } }],
  pod: { hostNetwork: true, hostPID: true, volumes: [{ name: "dev", hostPath: { path: "/dev" } }] },
};

describe("host-access-declared", () => {
  it("holds for a pod that keeps to itself", () => {
    expect(hostAccess.check(deployment())).toEqual([]);
  });

  it("names everything that is not declared", () => {
    expect(hostAccess.check(deployment(everything))).toEqual([
      "container app is privileged without a declared exception `privileged`",
      "the pod has hostNetwork without a declared exception `hostNetwork`",
      "the pod has hostPID without a declared exception `hostPID`",
      "the pod mounts /dev of its node without a declared exception `hostPath`",
    ]);
  });

  it("accepts what the components declare, each exception for itself", () => {
    const reason = "drives a radio";
    const annotations = exceptionsAnnotation({ privileged: reason, hostPath: reason });
    expect(Object.keys(annotations)).toEqual([EXCEPTIONS_ANNOTATION]);
    expect(hostAccess.check(deployment({ ...everything, annotations }))).toEqual([
      "the pod has hostNetwork without a declared exception `hostNetwork`",
      "the pod has hostPID without a declared exception `hostPID`",
    ]);
  });

  it.each(["", "not JSON", "[]", '{"hostNetwork":" "}', '{"hostNetwork":true}'])(
    "takes %j for no reason",
    (text) => {
      const annotations = { [EXCEPTIONS_ANNOTATION]: text };
      expect(
        hostAccess.check(deployment({ pod: { hostNetwork: true }, annotations })),
      ).toHaveLength(1);
    },
  );
});

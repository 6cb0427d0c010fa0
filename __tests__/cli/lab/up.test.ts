import { kubernetesText } from "../../../cli/lab/up";

test("the lab says when its Kubernetes is not the stack's", () => {
  expect(kubernetesText("v1.35.1", "1.35.1")).toBe("Kubernetes: v1.35.1, as in the stack");
  expect(kubernetesText("v1.35.1", "1.35.10")).toBe(
    "Kubernetes: v1.35.10, in place of the stack's v1.35.1",
  );
});

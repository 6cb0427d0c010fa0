import { errorLines, kubernetesText } from "../../../cli/lab/session";

test("the lab says when its Kubernetes is not the stack's", () => {
  expect(kubernetesText("v1.35.1", "1.35.1")).toBe("Kubernetes: v1.35.1, as in the stack");
  expect(kubernetesText("v1.35.1", "1.35.10")).toBe(
    "Kubernetes: v1.35.10, in place of the stack's v1.35.1",
  );
});

test("of many errors the first are told, and how many more there are", () => {
  const errors = Array.from({ length: 13 }, (_, index) => `error ${String(index)}`);
  expect(errorLines(errors.slice(0, 10))).toEqual(errors.slice(0, 10));
  expect(errorLines(errors)).toEqual([
    ...errors.slice(0, 10),
    "and 3 more, which the lines above name",
  ]);
});

import type { Rule } from "./rule";

/**
 * Image garbage collection stops below where it starts; a kubelet refuses anything else.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/#containers-images
 */
export const imageGarbageCollection: Rule = ({ kubernetes }) => {
  const { highPercent, lowPercent } = kubernetes.imageGarbageCollection;
  if (lowPercent < highPercent) return [];
  return [
    {
      path: "kubernetes.imageGarbageCollection.lowPercent",
      value: lowPercent,
      message: `is not below highPercent (${String(highPercent)}), so deleting images would never end`,
      remedy: `use less than ${String(highPercent)}`,
    },
  ];
};

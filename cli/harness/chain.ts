import type { RecordedResource } from "./recording";

/**
 * The longest chain of resources that wait for one another: the least number of steps that an `up`
 * takes however much of it runs side by side.
 *
 * Parents count as waits, as in the engine; components themselves take no step.
 *
 * @returns URNs from the first step to the last
 */
export function longestChain(resources: readonly RecordedResource[]): string[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const best = new Map<
    string,
    { readonly length: number; readonly previous: string | undefined }
  >();
  const visit = (resource: RecordedResource): number => {
    const known = best.get(resource.urn);
    if (known !== undefined) return known.length;
    best.set(resource.urn, { length: 0, previous: undefined });
    let length = 0;
    let previous: string | undefined;
    for (const urn of waits(resource)) {
      const other = byUrn.get(urn);
      if (other === undefined) continue;
      const candidate = visit(other);
      if (candidate > length || previous === undefined) {
        length = candidate;
        previous = urn;
      }
    }
    const own = length + (resource.component ? 0 : 1);
    best.set(resource.urn, { length: own, previous });
    return own;
  };
  let last: string | undefined;
  let longest = 0;
  for (const resource of resources) {
    const length = visit(resource);
    if (length > longest) {
      longest = length;
      last = resource.urn;
    }
  }
  const chain: string[] = [];
  for (let urn = last; urn !== undefined; urn = best.get(urn)?.previous) {
    if (byUrn.get(urn)?.component === false) chain.unshift(urn);
  }
  return chain;
}

/** What a resource waits for: its dependencies, its parent and its provider. */
export function waits({
  dependsOn,
  parent,
  provider,
}: Pick<RecordedResource, "dependsOn" | "parent" | "provider">): string[] {
  const providerUrn = provider?.split("::").slice(0, -1).join("::");
  return [
    ...dependsOn,
    ...(parent === null ? [] : [parent]),
    ...(providerUrn === undefined ? [] : [providerUrn]),
  ];
}

import type { RecordedResource } from "../../cli/harness/recording";

/** A resource of a program, named as its URN; `rest` says what is special about it. */
export const recorded = (urn: string, rest: Partial<RecordedResource> = {}): RecordedResource => ({
  urn,
  type: "test:index:Thing",
  name: urn,
  parent: null,
  layer: "test",
  dependsOn: [],
  component: false,
  inputs: {},
  outputs: {},
  provider: undefined,
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  ...rest,
});

import type { Call, Difference, Found } from "../shared/plugin";
import type { Bag } from "../shared/values";

/** What the plugin does with one kind of resource once the cluster is known. */
export interface ClusterResource {
  diff(call: Call, oldInputs: Bag, olds: Bag, news: Bag): Promise<Difference>;
  create(call: Call, inputs: Bag, timeout?: number): Promise<{ id: string; outputs: Bag }>;
  read(call: Call, id: string, known?: { inputs: Bag; outputs: Bag }): Promise<Found | undefined>;
  previewUpdate(call: Call, id: string, olds: Bag, news: Bag): Promise<Bag>;
  update(call: Call, id: string, olds: Bag, news: Bag, timeout?: number): Promise<Bag>;
  delete(call: Call, id: string, outputs: Bag, inputs: Bag, timeout?: number): Promise<void>;
}

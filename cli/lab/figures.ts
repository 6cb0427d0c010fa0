import { waits } from "../harness/chain";
import type { RecordedResource } from "../harness/recording";
import type { Step } from "./progress";

/** What counts of a resource for the chain: who it is, and what it waits for. */
export type DoneResource = Pick<
  RecordedResource,
  "urn" | "type" | "name" | "component" | "dependsOn" | "parent" | "provider"
>;

/** What an up took, measured. */
export interface UpFigures {
  /** Wall time of the up in seconds. */
  readonly seconds: number;
  /** Resources that were created, changed or deleted. */
  readonly changed: number;
  /** By layer: number of steps, and seconds from its first start to its last end. */
  readonly layers: Readonly<Record<string, { readonly steps: number; readonly seconds: number }>>;
  /**
   * Seconds from the start of the bootstrap until the Kubernetes API was ready; absent where this up
   * did not bootstrap.
   */
  readonly controlPlaneSeconds?: number;
  /**
   * The chain of steps that waited for one another the longest, in seconds each. Components are not
   * in it: what they last is the time of their children.
   */
  readonly chain: readonly { readonly name: string; readonly seconds: number }[];
  /** Sum of the chain: no up of these steps can be faster. */
  readonly chainSeconds: number;
}

/**
 * The figures of an up from its steps.
 *
 * @param resources what is there now, for the edges
 */
export function upFigures(
  seconds: number,
  steps: readonly Step[],
  resources: readonly DoneResource[],
): UpFigures {
  const done = steps.filter((step): step is Step & { ended: number } => step.ended !== undefined);
  const chain = heaviestChain(done, resources);
  const controlPlane = controlPlaneSeconds(done);
  return {
    seconds: round(seconds),
    changed: done.length,
    layers: layerFigures(done),
    ...(controlPlane === undefined ? {} : { controlPlaneSeconds: round(controlPlane) }),
    chain,
    chainSeconds: round(chain.reduce((sum, one) => sum + one.seconds, 0)),
  };
}

type Done = Step & { readonly ended: number };

function layerFigures(done: readonly Done[]) {
  const spans = new Map<string, { steps: number; first: number; last: number }>();
  for (const { layer, started, ended } of done) {
    const span = spans.get(layer) ?? { steps: 0, first: started, last: ended };
    span.steps++;
    span.first = Math.min(span.first, started);
    span.last = Math.max(span.last, ended);
    spans.set(layer, span);
  }
  return Object.fromEntries(
    [...spans].map(([layer, { steps, first, last }]) => [
      layer,
      { steps, seconds: round((last - first) / 1000) },
    ]),
  );
}

function controlPlaneSeconds(done: readonly Done[]): number | undefined {
  const bootstrap = done.find(({ type }) => type === "talos:machine/bootstrap:Bootstrap");
  const ready = done.find(({ type }) => type === "hearth:gates:ApiReady");
  if (bootstrap === undefined || ready === undefined) return undefined;
  return (ready.ended - bootstrap.started) / 1000;
}

/** The path with the greatest sum of durations along the edges. */
function heaviestChain(done: readonly Done[], resources: readonly DoneResource[]) {
  const key = ({ type, name }: { readonly type: string; readonly name: string }) =>
    `${type} ${name}`;
  const durations = new Map(done.map((step) => [key(step), (step.ended - step.started) / 1000]));
  const secondsOf = (resource: DoneResource): number | undefined =>
    resource.component ? undefined : durations.get(key(resource));
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const best = new Map<string, { sum: number; previous: string | undefined }>();
  const visit = (resource: DoneResource): number => {
    const known = best.get(resource.urn);
    if (known !== undefined) return known.sum;
    const entry = { sum: 0, previous: undefined as string | undefined };
    best.set(resource.urn, entry);
    let longest = 0;
    for (const urn of waits(resource)) {
      const other = byUrn.get(urn);
      if (other === undefined) continue;
      const sum = visit(other);
      if (sum > longest) {
        longest = sum;
        entry.previous = urn;
      }
    }
    entry.sum = longest + (secondsOf(resource) ?? 0);
    return entry.sum;
  };
  const heaviest = resources.reduce<DoneResource | undefined>(
    (last, one) => (last === undefined || visit(one) > visit(last) ? one : last),
    undefined,
  );
  const chain: { name: string; seconds: number }[] = [];
  for (let urn = heaviest?.urn; urn !== undefined; urn = best.get(urn)?.previous) {
    const resource = byUrn.get(urn);
    const seconds = resource === undefined ? undefined : secondsOf(resource);
    if (resource !== undefined && seconds !== undefined) {
      chain.unshift({ name: resource.name, seconds: round(seconds) });
    }
  }
  return chain;
}

const round = (value: number): number => Math.round(value * 10) / 10;

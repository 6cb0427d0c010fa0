import type { ClusterSpec } from "../../spec/cluster";
import type { Recording } from "../harness/recording";
import { machinesPicture } from "./machines";
import { orderPicture } from "./order";
import { trafficPicture } from "./traffic";

/** The pictures of a stack as SVG, by file name. */
export function diagrams(spec: ClusterSpec, recording: Recording): ReadonlyMap<string, string> {
  return new Map([
    [`${recording.stack}-machines.svg`, machinesPicture(spec)],
    [`${recording.stack}-traffic.svg`, trafficPicture(spec)],
    [`${recording.stack}-order.svg`, orderPicture(recording)],
  ]);
}

import type { ClusterInput } from "../../spec/cluster";
import * as hardware from "../../stacks/hardware";

/** A hardware profile of `stacks/hardware.ts` as a stack names it. */
export interface KnownProfile {
  /** What the file exports it as. */
  readonly identifier: string;
  readonly profile: ClusterInput["hardware"][string];
}

/** Profiles that a node can have, by the name that stacks give them. */
export const profiles: Readonly<Record<string, KnownProfile>> = {
  "raspberry-pi-4": { identifier: "raspberryPi4", profile: hardware.raspberryPi4 },
  am06: { identifier: "am06", profile: hardware.am06 },
  t440p: { identifier: "t440p", profile: hardware.t440p },
  m70q: { identifier: "m70q", profile: hardware.m70q },
};

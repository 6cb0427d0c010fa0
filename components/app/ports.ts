import type { ImageApp } from "../../spec/app/app";

type Ports = ImageApp["ports"];

/** A port of the app with its protocol. */
export interface AppPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** Ports of a container in the order in which they are written. */
export function portsOf(ports: Ports): AppPort[] {
  return Object.entries(ports).map(([name, port]) =>
    typeof port === "number" ? { name, port, protocol: "TCP" } : { name, ...port },
  );
}

/** All ports of an app's pod, its own first, then those of its sidecars. */
export function servicePortsOf(app: Pick<ImageApp, "ports" | "sidecars">): AppPort[] {
  return [
    ...portsOf(app.ports),
    ...Object.values(app.sidecars).flatMap((sidecar) => portsOf(sidecar.ports)),
  ];
}

import type { ImageApp } from "../../spec/app/app";
import { portsOf } from "./ports";

type Probes = NonNullable<ImageApp["probes"]>;
type Probe = Exclude<NonNullable<Probes["readiness"]>, false>;

/** Probes of a container: readiness and liveness, and a startup probe that gives it five minutes. */
export function probesOf(
  owner: string,
  ports: ImageApp["ports"],
  probes: Probes | undefined,
): Record<string, unknown> {
  const readiness = probes?.readiness;
  const kinds = [
    ["readinessProbe", readiness, { periodSeconds: 10, failureThreshold: 3 }],
    ["livenessProbe", probes?.liveness, { periodSeconds: 30, failureThreshold: 5 }],
    ["startupProbe", probes?.startup ?? readiness, { periodSeconds: 10, failureThreshold: 30 }],
  ] as const;
  return Object.fromEntries(
    kinds.flatMap(([field, probe, defaults]) => {
      if (probe === false) return [];
      const timing = field === "startupProbe" && probes?.startup === undefined;
      const check = checkOf(owner, ports, probe ?? {});
      if (check === undefined) return [];
      return [[field, { ...check, ...defaults, ...(timing ? {} : timingOf(probe ?? {})) }]];
    }),
  );
}

function checkOf(
  owner: string,
  ports: ImageApp["ports"],
  probe: Probe,
): Record<string, unknown> | undefined {
  if (probe.exec !== undefined) return { exec: { command: probe.exec } };
  const all = portsOf(ports);
  const port =
    probe.port === undefined
      ? all.find(({ protocol }) => protocol === "TCP")
      : all.find(({ name }) => name === probe.port);
  if (port === undefined) {
    if (probe.port === undefined && probe.http === undefined) return undefined;
    throw new Error(`${owner}: a probe refers to port ${probe.port ?? "one"}, which is not there`);
  }
  return probe.http === undefined
    ? { tcpSocket: { port: port.name } }
    : { httpGet: { path: probe.http, port: port.name } };
}

function timingOf({ period, timeout, failures }: Probe): Record<string, number> {
  return {
    ...(period === undefined ? {} : { periodSeconds: seconds(period) }),
    ...(timeout === undefined ? {} : { timeoutSeconds: seconds(timeout) }),
    ...(failures === undefined ? {} : { failureThreshold: failures }),
  };
}

/** Seconds of a duration such as `1m30s`. */
function seconds(duration: string): number {
  const [, hours = "0", minutes = "0", rest = "0"] =
    /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

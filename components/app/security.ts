import type { ImageApp } from "../../spec/app/app";
import type { NamespaceDeclaration } from "../contracts/bundle";

type Exceptions = ImageApp["exceptions"];

/**
 * The pod's part of the secure defaults: a user of its own, which owns its volumes, and the
 * runtime's seccomp profile.
 */
export function podSecurity(app: ImageApp): Record<string, unknown> {
  const { uid, gid, groups } = app.user;
  const sysctls = Object.entries(app.exceptions.sysctls?.set ?? {});
  return {
    runAsNonRoot: app.exceptions.root === undefined,
    runAsUser: uid,
    runAsGroup: gid,
    fsGroup: gid,
    fsGroupChangePolicy: "OnRootMismatch",
    ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
    seccompProfile: { type: "RuntimeDefault" },
    ...(sysctls.length === 0 ? {} : { sysctls: sysctls.map(([name, value]) => ({ name, value })) }),
  };
}

/** A container's part: no privilege, no capability, a read-only root, unless an exception says so. */
export function containerSecurity(exceptions: Exceptions): Record<string, unknown> {
  if (exceptions.privileged !== undefined) {
    return { privileged: true, readOnlyRootFilesystem: exceptions.writableRoot === undefined };
  }
  const add = exceptions.capabilities?.add;
  return {
    allowPrivilegeEscalation: exceptions.privilegeEscalation !== undefined,
    readOnlyRootFilesystem: exceptions.writableRoot === undefined,
    capabilities: { drop: ["ALL"], ...(add === undefined ? {} : { add }) },
  };
}

/** Runs a sidecar as root beside an app that does not. */
export function sidecarUser(exceptions: Exceptions): Record<string, unknown> {
  return exceptions.root === undefined ? {} : { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false };
}

/** Capabilities that the Pod Security level `baseline` lets a container add. */
const BASELINE_CAPABILITIES = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

/** Kernel parameters that every Pod Security level allows, because they hold for one pod alone. */
const SAFE_SYSCTLS = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

/**
 * The app's namespace with the strictest Pod Security level that still admits its pods, and why.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function namespaceOf(app: ImageApp): NamespaceDeclaration {
  const containers = [
    app.exceptions,
    ...Object.values(app.sidecars).map(({ exceptions }) => exceptions ?? {}),
    ...Object.values(app.cronJobs).map(({ exceptions }) => exceptions ?? {}),
  ];
  const privileged = containers.flatMap(privilegedReasons);
  if (app.devices?.usb !== undefined) privileged.push("uses a device of its node");
  if (privileged.length > 0) return declare(app, "privileged", privileged);
  const baseline = containers.flatMap(baselineReasons);
  if (Object.values(app.volumes).some((volume) => "nfs" in volume)) {
    baseline.push("mounts an NFS share");
  }
  return baseline.length > 0 ? declare(app, "baseline", baseline) : { name: app.category };
}

const declare = (
  app: ImageApp,
  podSecurity: "baseline" | "privileged",
  reasons: readonly string[],
): NamespaceDeclaration => ({
  name: app.category,
  podSecurity,
  reason: [...new Set(reasons)].join("; "),
});

function privilegedReasons(exceptions: Exceptions): string[] {
  const { capabilities, sysctls } = exceptions;
  return [
    exceptions.privileged,
    exceptions.hostNetwork,
    exceptions.hostPath,
    capabilities?.add.every((name) => BASELINE_CAPABILITIES.has(name)) === false
      ? capabilities.reason
      : undefined,
    Object.keys(sysctls?.set ?? {}).every((name) => SAFE_SYSCTLS.has(name))
      ? undefined
      : sysctls?.reason,
  ].filter((reason) => reason !== undefined);
}

function baselineReasons(exceptions: Exceptions): string[] {
  const { capabilities } = exceptions;
  const harmless = capabilities?.add.every((name) => name === "NET_BIND_SERVICE") !== false;
  return [
    exceptions.root,
    exceptions.privilegeEscalation,
    harmless ? undefined : capabilities?.reason,
  ].filter((reason) => reason !== undefined);
}

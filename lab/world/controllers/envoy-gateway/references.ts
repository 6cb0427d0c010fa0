import type { KubeObject } from "../../../kubernetes/client";
import { granted, specOf, type BackendRef, type Listener } from "../../gateway-api";
import { core, gateway as kinds, type Kind } from "../kinds";
import type { Runtime } from "../runtime";

const GROUP = "gateway.networking.k8s.io";

/** Why a listener cannot show its certificate, if it cannot. */
export function certificateProblem(
  runtime: Runtime,
  object: KubeObject,
  listener: Listener,
): string | undefined {
  const from = { group: GROUP, kind: "Gateway", namespace: object.metadata.namespace ?? "" };
  for (const { name, namespace = from.namespace } of listener.tls?.certificateRefs ?? []) {
    const to = { group: "", kind: "Secret", namespace, name };
    if (!granted(from, to, runtime.store(kinds.grants).all())) {
      return `Certificate ref to secret ${namespace}/${name} not permitted by any ReferenceGrant`;
    }
    if (!runtime.store(core.secrets).get(name, namespace)) {
      return `Secret ${namespace}/${name} does not exist`;
    }
  }
  return undefined;
}

/** Why a route cannot reach one of its backends, if it cannot: as its condition says it. */
export function backendProblem(
  runtime: Runtime,
  kind: Kind,
  route: KubeObject,
): { reason: string; message: string } | undefined {
  const from = {
    group: kind.group,
    kind: route.kind ?? "",
    namespace: route.metadata.namespace ?? "",
  };
  const backends = (specOf(route).rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
  for (const backend of backends) {
    const { name, namespace = from.namespace } = backend;
    if ((backend.kind ?? "Service") !== "Service") {
      if (backend.kind !== "Backend") continue;
      if (runtime.store(kinds.backends).get(name, namespace) !== undefined) continue;
      return { reason: "BackendNotFound", message: `Backend ${namespace}/${name} not found` };
    }
    if (
      !granted(
        from,
        { group: "", kind: "Service", namespace, name },
        runtime.store(kinds.grants).all(),
      )
    ) {
      return {
        reason: "RefNotPermitted",
        message: `Backend ref to service ${namespace}/${name} not permitted by any ReferenceGrant`,
      };
    }
    const service = runtime.store(core.services).get(name, namespace);
    if (service === undefined) {
      return { reason: "BackendNotFound", message: `Service ${namespace}/${name} not found` };
    }
    if (!hasPort(service, backend)) {
      return {
        reason: "PortNotFound",
        message: `Service ${namespace}/${name} has no port ${backend.port}`,
      };
    }
  }
  return undefined;
}

function hasPort(service: KubeObject, backend: BackendRef): boolean {
  const { ports = [] } = service.spec as { ports?: { port: number }[] };
  return backend.port === undefined || ports.some(({ port }) => port === backend.port);
}

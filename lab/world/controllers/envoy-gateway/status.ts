import type { KubeObject } from "../../../kubernetes/client";
import {
  attach,
  listenersOf,
  refersTo,
  specOf,
  type Listener,
  type ParentRef,
} from "../../gateway-api";
import { conditionsOf, mergeConditions, observed, type Condition } from "../conditions";
import { core, gateway as kinds, type Kind } from "../kinds";
import type { Runtime } from "../runtime";
import { CONTROLLER, classOf, isOurs, routeKinds } from "./gateway";
import { backendProblem, certificateProblem } from "./references";

type Given = Omit<Condition, "lastTransitionTime">;

/** A condition of the object's present generation. */
export const condition = (
  object: KubeObject,
  type: string,
  ok: boolean,
  reason: string,
  message = "",
): Given => ({
  type,
  status: ok ? "True" : "False",
  reason,
  message,
  ...observed(object),
});

/** What the controller reports of Gateways and routes. */
export class StatusReports {
  constructor(private readonly runtime: Runtime) {
    for (const kind of [core.namespaces, kinds.grants]) runtime.store(kind);
  }

  /** Reports a Gateway, whose proxy is behind `service`. */
  async report(object: KubeObject, service: KubeObject | undefined): Promise<void> {
    const status = service?.status as
      { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined;
    const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
    const assigned = addresses.length > 0;
    const before = (object.status ?? {}) as {
      listeners?: { name: string; conditions: Condition[] }[];
    };
    const listeners = listenersOf(object).map((listener) => {
      const problem = certificateProblem(this.runtime, object, listener);
      const old = before.listeners?.find(({ name }) => name === listener.name)?.conditions ?? [];
      const resolved = problem === undefined;
      return {
        name: listener.name,
        attachedRoutes: this.attachedTo(object, listener),
        supportedKinds: [],
        conditions: mergeConditions(old, [
          condition(object, "Accepted", true, "Accepted"),
          condition(
            object,
            "ResolvedRefs",
            resolved,
            resolved ? "ResolvedRefs" : "InvalidCertificateRef",
            problem,
          ),
          condition(object, "Programmed", resolved, resolved ? "Programmed" : "Invalid", problem),
        ]),
      };
    });
    const message = assigned
      ? `Address assigned to the Gateway, ${addresses.length} address`
      : "No addresses have been assigned to the Gateway";
    await this.runtime.status(kinds.gateways, object, {
      addresses: addresses.map((value) => ({ type: "IPAddress", value })),
      listeners,
      conditions: mergeConditions(conditionsOf(object), [
        condition(
          object,
          "Accepted",
          true,
          "Accepted",
          "The Gateway has been scheduled by Envoy Gateway",
        ),
        condition(
          object,
          "Programmed",
          assigned,
          assigned ? "Programmed" : "AddressNotAssigned",
          message,
        ),
      ]),
    });
  }

  /** Reports a route at each of its Gateways that is served. */
  async reportRoute(kind: Kind, route: KubeObject): Promise<void> {
    const before = (
      (route.status ?? {}) as { parents?: { parentRef: ParentRef; conditions: Condition[] }[] }
    ).parents;
    const parents = (specOf(route).parentRefs ?? []).flatMap((parentRef) => {
      const found = this.runtime
        .store(kinds.gateways)
        .all()
        .find((each) => refersTo(parentRef, route, each));
      // Another controller's Gateway, or none yet: nobody's to report.
      if (found === undefined || !isOurs(classOf(this.runtime, found))) return [];
      const result = attach(route, parentRef, found, this.labelsOf(route.metadata.namespace));
      const accepted = typeof result !== "string";
      const problem = backendProblem(this.runtime, kind, route);
      const old = before?.find(
        (each) => JSON.stringify(each.parentRef) === JSON.stringify(parentRef),
      );
      return [
        {
          parentRef,
          controllerName: CONTROLLER,
          conditions: mergeConditions(old?.conditions ?? [], [
            condition(
              route,
              "Accepted",
              accepted,
              accepted ? "Accepted" : result,
              accepted ? "Route is accepted" : "",
            ),
            condition(
              route,
              "ResolvedRefs",
              problem === undefined,
              problem?.reason ?? "ResolvedRefs",
              problem?.message ?? "Resolved all the Object references for the Route",
            ),
          ]),
        },
      ];
    });
    await this.runtime.status(kind, route, { parents });
  }

  private attachedTo(object: KubeObject, listener: Listener): number {
    return routeKinds
      .flatMap((kind) => this.runtime.store(kind).all())
      .filter((route) =>
        (specOf(route).parentRefs ?? []).some((parent) => {
          if (!refersTo(parent, route, object)) return false;
          const result = attach(route, parent, object, this.labelsOf(route.metadata.namespace));
          return typeof result !== "string" && result.some(({ name }) => name === listener.name);
        }),
      ).length;
  }

  private labelsOf(namespace: string | undefined): Record<string, string> {
    return this.runtime.store(core.namespaces).get(namespace ?? "")?.metadata.labels ?? {};
  }
}

import { conditionsOf, mergeConditions } from "../conditions";
import { core, gateway as kinds } from "../kinds";
import { Operator } from "../operators";
import type { Controller, Runtime } from "../runtime";
import { classOf, envoyProxies, isOurs, routeKinds } from "./gateway";
import { OWNER, Proxies } from "./proxies";
import { StatusReports, condition } from "./status";

/**
 * Stands in for the Envoy Gateway controller: classes are accepted; each Gateway of one gets its
 * Envoy Deployment and a LoadBalancer Service, and is Programmed when that has its address and the
 * listeners' certificates are there; routes are accepted or refused by the rules of the Gateway
 * API, and their backends and ReferenceGrants resolved. The proxies themselves forward nothing:
 * `traffic.ts` answers in their place.
 */
export const envoyGateway: Controller = {
  name: "envoy-gateway",
  start(runtime) {
    const operator = new Operator(runtime, /^envoy-gateway$/);
    const proxies = new Proxies(runtime);
    const reports = new StatusReports(runtime);

    const classes = runtime.on("envoy-gateway", kinds.classes, async (object, { deleted }) => {
      if (deleted || !operator.running() || !isOurs(object)) return;
      await runtime.status(kinds.classes, object, {
        conditions: mergeConditions(conditionsOf(object), [
          condition(object, "Accepted", true, "Accepted", "Valid GatewayClass"),
        ]),
      });
    });
    operator.wakes(classes);

    const gateways = runtime.on("envoy-gateway", kinds.gateways, async (object, { deleted }) => {
      if (!isOurs(classOf(runtime, object)) || !operator.running()) return;
      if (deleted) return proxies.remove(object, operatorNamespace(runtime));
      const { name, namespace } = await proxies.provision(object, operatorNamespace(runtime));
      const service = runtime.store(core.services).get(name, namespace);
      await reports.report(object, service);
    });
    operator.wakes(gateways);
    runtime.requeue(
      core.services,
      gateways,
      ({ metadata }) => metadata.labels?.[OWNER] !== undefined,
    );
    for (const kind of [core.secrets, kinds.classes, envoyProxies, kinds.grants, ...routeKinds]) {
      runtime.requeue(kind, gateways);
    }

    for (const kind of routeKinds) {
      const routes = runtime.on("envoy-gateway", kind, async (route, { deleted }) => {
        if (!deleted && operator.running()) await reports.reportRoute(kind, route);
      });
      operator.wakes(routes);
      for (const other of [kinds.gateways, kinds.grants, kinds.backends, core.namespaces])
        runtime.requeue(other, routes);
      // A Service matters by being there, not by its status.
      const services = new Set<string>();
      runtime.store(core.services).onChange((service, gone) => {
        const key = `${service.metadata.namespace}/${service.metadata.name}`;
        if (gone ? services.delete(key) : !services.has(key) && services.add(key)) routes.addAll();
      });
    }
  },
};

function operatorNamespace(runtime: Runtime): string {
  const deployment = runtime
    .store(core.deployments)
    .all()
    .find(({ metadata }) => metadata.name === "envoy-gateway");
  return deployment?.metadata.namespace ?? "envoy-gateway-system";
}

import type { KubeObject } from "../../kubernetes/client";
import { networkAnnotation } from "../../kubernetes/stages";
import { AddressBook, requestOf } from "./addresses";
import { conditionsOf, isTrue, mergeConditions } from "./conditions";
import { core, type Kind } from "./kinds";
import { keyOf } from "./objects";
import { Operator } from "./operators";
import type { Controller } from "./runtime";

const pools: Kind = { group: "cilium.io", plural: "ciliumloadbalancerippools" };
/** Taint that a node may be registered with until the agent runs on it. */
const notReadyTaint = "node.cilium.io/agent-not-ready";

interface Taint {
  key: string;
}

/** Name of the node on which the pod is a ready Cilium agent. */
function agentNode(pod: KubeObject): string | undefined {
  const owned = pod.metadata.ownerReferences?.some(
    ({ kind, name }) => kind === "DaemonSet" && name === "cilium",
  );
  const { nodeName } = pod.spec as { nodeName?: string };
  return owned && !pod.metadata.deletionTimestamp && isTrue(pod, "Ready") ? nodeName : undefined;
}

/**
 * Stands in for the Cilium agent, as far as it makes a node Ready: the node's network works when
 * a pod of the DaemonSet `cilium` is ready on it, and no longer when that is gone. No packet is
 * ever forwarded.
 */
export const ciliumAgent: Controller = {
  name: "cilium-agent",
  start(runtime) {
    const pods = runtime.store(core.pods);
    const queue = runtime.on("cilium-agent", core.nodes, async (node, { deleted }) => {
      if (deleted) return;
      const up = pods.all().some((pod) => agentNode(pod) === node.metadata.name);
      const marked = node.metadata.annotations?.[networkAnnotation] !== undefined;
      const { taints = [] } = node.spec as { taints?: Taint[] };
      const kept = taints.filter(({ key }) => key !== notReadyTaint);
      if (up === marked && (!up || kept.length === taints.length)) return;
      await runtime.client.patch(runtime.resource(core.nodes), node, {
        metadata: { annotations: { [networkAnnotation]: up ? "cilium" : null } },
        ...(up && kept.length < taints.length ? { spec: { taints: kept } } : {}),
      });
    });
    const ours = (pod: KubeObject): boolean =>
      pod.metadata.ownerReferences?.some(({ name }) => name === "cilium") ?? false;
    runtime.requeue(core.pods, queue, ours);
  },
};

/**
 * Stands in for the LB IPAM of Cilium's operator: Services of type LoadBalancer get addresses
 * from the CiliumLoadBalancerIPPools, the one that `lbipam.cilium.io/ips` asks for if it is free;
 * a conflict is told on the Service in Cilium's own condition.
 */
export const ciliumAddresses: Controller = {
  name: "cilium-lb-ipam",
  start(runtime) {
    const operator = new Operator(runtime, /^cilium-operator/);
    const book = new AddressBook();
    const store = runtime.store(pools);
    const queue = runtime.on("cilium-lb-ipam", core.services, async (service, { deleted }) => {
      const key = keyOf(service);
      const { type, loadBalancerClass } = service.spec as {
        type?: string;
        loadBalancerClass?: string;
      };
      const ours = !loadBalancerClass || loadBalancerClass.startsWith("io.cilium/");
      if (deleted || type !== "LoadBalancer" || !ours) {
        const held = book.of(key).length > 0;
        book.release(key);
        // Somebody may be waiting for what became free.
        if (held) queue.addAll();
        return;
      }
      if (!operator.running()) return;
      const status = service.status as
        { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined;
      const has = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
      // From a run before this one.
      if (book.of(key).length === 0 && has.length > 0) book.adopt(key, has, requestOf(service));
      const answer = book.assign(service, key, store.all());
      const satisfied = "addresses" in answer;
      const addresses = satisfied ? answer.addresses : [];
      await runtime.status(core.services, service, {
        loadBalancer: { ingress: addresses.map((ip) => ({ ip, ipMode: "VIP" })) },
        conditions: mergeConditions(conditionsOf(service), [
          {
            type: "cilium.io/IPAMRequestSatisfied",
            status: satisfied ? "True" : "False",
            reason: satisfied ? "satisfied" : answer.reason,
            message: satisfied ? "" : answer.message,
          },
        ]),
      });
    });
    runtime.requeue(pools, queue);
    operator.wakes(queue);
  },
};

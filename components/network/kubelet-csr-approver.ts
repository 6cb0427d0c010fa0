import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { controlPlaneToleration } from "./placement";

const NOT_READY = "node.kubernetes.io/not-ready";

/**
 * Approves the serving certificates that kubelets ask for, of the stack's nodes and LAN only.
 * It does not wait for Ready nodes, so that certificates are there when the first pod's logs are
 * asked for.
 */
export function kubeletCsrApproverBundle(spec: ClusterSpec): Bundle {
  const nodes = nodesOf(spec).map(({ name }) => name);
  const replicas = Math.min(2, nodes.length);
  return {
    layer: "network",
    component: "KubeletCsrApprover",
    name: "kubelet-csr-approver",
    charts: [
      {
        name: "kubelet-csr-approver",
        chart: "kubelet-csr-approver",
        namespace: "kube-system",
        values: {
          replicas,
          providerRegex: `^(${nodes.join("|")})$`,
          providerIpPrefixes: [spec.network.lan.cidr],
          // Host names of nodes need not be known to the LAN's DNS.
          bypassDnsResolution: true,
          resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          tolerations: [
            controlPlaneToleration,
            { key: NOT_READY, operator: "Exists", effect: "NoSchedule" },
            { key: NOT_READY, operator: "Exists", effect: "NoExecute" },
          ],
        },
        needsNodes: false,
        needs: ["app:cilium"],
        brings: {
          workloads: [
            {
              kind: "Deployment",
              name: "kubelet-csr-approver",
              replicas,
              labels: { "app.kubernetes.io/name": "kubelet-csr-approver" },
            },
          ],
          provides: ["app:kubelet-csr-approver"],
        },
      },
    ],
  };
}

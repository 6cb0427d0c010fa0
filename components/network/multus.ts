import type { ClusterSpec } from "../../spec/cluster";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { NETWORK_NAMESPACE, appSelector, exceptionsAnnotation } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { configHash } from "./hardened-pod";
import { multusCrd, networkAttachment } from "./vlan-attachments";

const NAME = "multus";
const NAMESPACE = "kube-system";
const LABELS = appSelector(NAME);

/** Why the daemon has the node's rights. */
const HOST_REASON =
  "installs CNI plugins on the node and enters the network namespaces of its pods";

/** https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/thick-plugin.md */
const DAEMON_CONFIG = {
  "daemon-config.json": `${JSON.stringify(
    {
      chrootDir: "/hostroot",
      cniVersion: "0.3.1",
      logLevel: "error",
      logToStderr: true,
      cniConfigDir: "/host/etc/cni/net.d",
      multusAutoconfigDir: "/host/etc/cni/net.d",
      multusConfigFile: "auto",
      socketDir: "/host/run/multus/",
    },
    undefined,
    2,
  )}\n`,
};

/**
 * Multus, which gives pods further interfaces, with an attachment for each VLAN of the stack.
 *
 * It has no chart of its own. On Talos the network namespaces lie under /var/run/netns, and most
 * CNI plugins (macvlan, static, sbr) are not part of the image.
 * https://docs.siderolabs.com/kubernetes-guides/cni/multus
 */
export function multusBundle(spec: ClusterSpec): Bundle | undefined {
  const vlans = Object.keys(spec.network.vlans);
  if (vlans.length === 0) return undefined;
  return {
    layer: "network",
    component: "Multus",
    name: NAME,
    namespaces: [{ name: NETWORK_NAMESPACE }],
    objects: [
      multusCrd(),
      ...accessObjects(),
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: NAME, namespace: NAMESPACE, labels: LABELS },
        data: DAEMON_CONFIG,
      },
      daemonSet(),
      ...vlans.map((vlan) => networkAttachment(spec, vlan)),
    ],
    provides: [`app:${NAME}`],
  };
}

function accessObjects(): KubernetesObject[] {
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: NAME, namespace: NAMESPACE, labels: LABELS },
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: NAME, labels: LABELS },
      rules: [
        { apiGroups: ["k8s.cni.cncf.io"], resources: ["*"], verbs: ["get", "list", "watch"] },
        {
          apiGroups: [""],
          resources: ["pods", "pods/status"],
          verbs: ["get", "list", "update", "watch"],
        },
        {
          apiGroups: ["", "events.k8s.io"],
          resources: ["events"],
          verbs: ["create", "patch", "update"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: NAME, labels: LABELS },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
      subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
    },
  ];
}

/** Host folders by volume: where the host has them and where the daemon sees them. */
const HOST_FOLDERS: readonly {
  name: string;
  host: string;
  mount: string;
  propagated?: boolean;
}[] = [
  { name: "cni", host: "/etc/cni/net.d", mount: "/host/etc/cni/net.d" },
  { name: "cni-bin", host: "/opt/cni/bin", mount: "/opt/cni/bin" },
  { name: "run", host: "/run", mount: "/host/run" },
  { name: "cni-cache", host: "/var/lib/cni/multus", mount: "/var/lib/cni/multus" },
  { name: "kubelet", host: "/var/lib/kubelet", mount: "/var/lib/kubelet", propagated: true },
  { name: "device-info", host: "/run/k8s.cni.cncf.io", mount: "/run/k8s.cni.cncf.io" },
  { name: "netns", host: "/var/run/netns", mount: "/run/netns", propagated: true },
  { name: "root", host: "/", mount: "/hostroot", propagated: true },
];

function daemonSet(): KubernetesObject {
  const image = imageRef("ghcr.io/k8snetworkplumbingwg/multus-cni");
  const plugins = {
    name: "cni-bin",
    mountPath: "/host/opt/cni/bin",
    mountPropagation: "Bidirectional",
  };
  const small = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: {
      name: NAME,
      namespace: NAMESPACE,
      labels: LABELS,
      annotations: exceptionsAnnotation({
        privileged: HOST_REASON,
        hostNetwork: HOST_REASON,
        hostPID: HOST_REASON,
        hostPath: HOST_REASON,
      }),
    },
    spec: {
      selector: { matchLabels: LABELS },
      updateStrategy: { type: "RollingUpdate" },
      template: {
        metadata: {
          labels: LABELS,
          annotations: { "hearth.dev/config-hash": configHash(DAEMON_CONFIG) },
        },
        spec: {
          hostNetwork: true,
          hostPID: true,
          priorityClassName: "system-node-critical",
          serviceAccountName: NAME,
          terminationGracePeriodSeconds: 30,
          tolerations: [{ operator: "Exists" }],
          initContainers: [
            {
              name: "install-plugins",
              image: imageRef("ghcr.io/siderolabs/install-cni"),
              command: ["/install-cni.sh"],
              resources: small,
              securityContext: { privileged: true },
              volumeMounts: [plugins],
            },
            {
              // Replaces the binary in one step; a plain copy may be run half-written after a reboot.
              name: "install-multus",
              image,
              command: ["/usr/src/multus-cni/bin/install_multus"],
              args: ["-d", "/host/opt/cni/bin", "-t", "thick"],
              resources: small,
              securityContext: { privileged: true },
              volumeMounts: [plugins],
            },
          ],
          containers: [
            {
              name: NAME,
              image,
              command: ["/usr/src/multus-cni/bin/multus-daemon"],
              env: [
                {
                  name: "MULTUS_NODE_NAME",
                  valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } },
                },
              ],
              // It holds every pod that starts at once: 50Mi are too few after a reboot.
              resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "512Mi" } },
              securityContext: { privileged: true },
              volumeMounts: [
                ...HOST_FOLDERS.map(({ name, mount, propagated }) => ({
                  name,
                  mountPath: mount,
                  ...(propagated === true ? { mountPropagation: "HostToContainer" } : {}),
                })),
                { name: "config", mountPath: "/etc/cni/net.d/multus.d", readOnly: true },
              ],
            },
          ],
          volumes: [
            ...HOST_FOLDERS.map(({ name, host }) => ({ name, hostPath: { path: host } })),
            { name: "config", configMap: { name: NAME } },
          ],
        },
      },
    },
  };
}

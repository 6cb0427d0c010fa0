import { imageRef } from "../../versions";
import { CEPH_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

const NAME = "rook-ceph-tools";

/** Writes Ceph's configuration from what Rook publishes, then waits to be used. */
const SCRIPT = `set -eu
{
  echo '[global]'
  echo "mon_host = $(sed 's/[a-z0-9_-]*=//g' /etc/rook/mon-endpoints)"
  echo '[client.admin]'
  echo 'keyring = /etc/ceph/keyring'
} > /etc/ceph/ceph.conf
{
  echo "[\${ROOK_CEPH_USERNAME}]"
  echo "key = $(cat /var/lib/rook-ceph-mon/secret.keyring)"
} > /etc/ceph/keyring
exec sleep infinity
`;

/**
 * A pod with the `ceph` command: `kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph status`.
 * https://rook.io/docs/rook/v1.19/Troubleshooting/ceph-toolbox/
 */
export function cephToolbox(): KubernetesObject {
  const labels = { app: NAME };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: NAME, namespace: CEPH_NAMESPACE, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec() },
    },
  };
}

function podSpec() {
  return {
    automountServiceAccountToken: false,
    // The monitors listen on the nodes' network.
    dnsPolicy: "ClusterFirstWithHostNet",
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 2016,
      runAsGroup: 2016,
      fsGroup: 2016,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "tools",
        image: imageRef("ghcr.io/rook/ceph"),
        command: ["/bin/bash", "-c", SCRIPT],
        env: [
          {
            name: "ROOK_CEPH_USERNAME",
            valueFrom: { secretKeyRef: { name: "rook-ceph-mon", key: "ceph-username" } },
          },
        ],
        resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "1Gi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [
          { name: "config", mountPath: "/etc/ceph" },
          { name: "mon-endpoints", mountPath: "/etc/rook", readOnly: true },
          { name: "admin", mountPath: "/var/lib/rook-ceph-mon", readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: "config", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
      {
        name: "mon-endpoints",
        configMap: {
          name: "rook-ceph-mon-endpoints",
          items: [{ key: "data", path: "mon-endpoints" }],
        },
      },
      {
        name: "admin",
        secret: {
          secretName: "rook-ceph-mon",
          items: [{ key: "ceph-secret", path: "secret.keyring" }],
        },
      },
    ],
  };
}

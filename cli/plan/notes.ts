import { ownImages } from "../../components/app/own-images";
import { unprotectedVolumes, type UnprotectedData } from "../../components/backup/unprotected";
import type { ClusterSpec } from "../../spec/cluster";

/** What the user should know about a plan that no resource shows. */
export function planNotes(spec: ClusterSpec): string[] {
  const unprotected = unprotectedVolumes(spec);
  return [
    ...deepDomainNote(spec),
    ...ownImagesNote(spec),
    ...Object.entries(spec.nodes)
      .filter(([, node]) => node.resetOnDestroy)
      .map(([name]) => `destroy wipes ${name} back to maintenance mode`),
    ...(spec.storage.ceph?.wipe === true
      ? ["storage.ceph.wipe is set: destroy wipes the Ceph disks"]
      : []),
    ...backupNote(
      "not backed up, because the stack has no backup target",
      unprotected.filter(({ reason }) => reason === "no backup target"),
    ),
    ...backupNote(
      "not backed up, because nothing asks for it",
      unprotected.filter(({ reason }) => reason === "not asked for"),
    ),
    ...vpnNote(spec),
  ];
}

function ownImagesNote(spec: ClusterSpec): string[] {
  const apps = new Set(ownImages(spec).map(({ app }) => app));
  if (apps.size === 0) return [];
  return [`nobody publishes the images of these apps, see docs/apps.md: ${[...apps].join(", ")}`];
}

function backupNote(text: string, data: readonly UnprotectedData[]): string[] {
  if (data.length === 0) return [];
  const names = data.map(({ name, kind, size }) => `${kind} ${name} (${size})`);
  return [`${text}: ${names.join(", ")}`];
}

/**
 * Cloudflare's free certificate holds a zone and one label below it.
 * https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/
 */
function deepDomainNote({ domain, ingress: { cloudflare } }: ClusterSpec): string[] {
  if (cloudflare?.tunnel === undefined || domain === (cloudflare.zone ?? domain)) return [];
  return [
    `Cloudflare's free certificate does not hold *.${domain}, which lies below its zone: it needs an advanced one`,
  ];
}

/** With DSR the answer leaves from the pod's node, past the subnet router that the request came by. */
function vpnNote({ ingress, network }: ClusterSpec): string[] {
  if (ingress.tailscale === undefined || network.loadBalancer.mode !== "dsr") return [];
  return [
    'VPN clients that get no answer from load-balancer addresses need network.loadBalancer.mode: "snat", see docs/network.md',
  ];
}

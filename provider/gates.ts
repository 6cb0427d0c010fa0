import type { KubeClient } from "./kube-client";

/** A thing in the world that can be waited for. */
export interface Gate {
  /** What it is, for messages. */
  readonly what: (subjects: readonly string[]) => string;
  /** Where somebody should look when it does not come: whole sentences. */
  readonly advice: (subjects: readonly string[]) => string;
  /** What is missing right now; empty when all is there. */
  readonly pending: (
    client: KubeClient,
    subjects: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
}

const apiReady: Gate = {
  what: () => "the Kubernetes API",
  advice: () =>
    "Look at `talosctl services` and `talosctl logs etcd` on the first control plane, and whether the API's address is free in the LAN.",
  pending: async (client, _subjects, signal) => {
    const { status, body } = await client.get("/readyz?verbose", signal);
    if (status === 200) return [];
    const failing = [...body.matchAll(/^\[-\](\S+)/gm)].map(([, check = ""]) => check);
    return failing.length === 0 ? [`${client.server} answers ${String(status)}`] : failing;
  },
};

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
}
interface NodeObject {
  readonly metadata?: { readonly name?: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

const nodesReady: Gate = {
  what: (subjects) => `${String(subjects.length)} nodes to be Ready`,
  advice: () =>
    "Look at `kubectl describe node` and at Cilium with `kubectl -n kube-system get pods -o wide`; a node that is not registered shows why in `talosctl dmesg`.",
  pending: async (client, subjects, signal) => {
    const { items = [] } = (await getJson(client, "/api/v1/nodes", signal)) as {
      items?: readonly NodeObject[];
    };
    const nodes = new Map(items.map((node) => [node.metadata?.name, node]));
    return subjects.flatMap((name) => {
      const node = nodes.get(name);
      if (node === undefined) return [`${name} (not registered)`];
      const ready = node.status?.conditions?.find(({ type }) => type === "Ready");
      return ready?.status === "True" ? [] : [`${name} (${ready?.reason ?? "no status"})`];
    });
  },
};

interface CephObject {
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly ceph?: {
      readonly health?: string;
      readonly details?: Readonly<Record<string, unknown>>;
    };
  };
}

const cephHealthy: Gate = {
  what: (subjects) => `Ceph ${subjects.join(", ")} to be HEALTH_OK`,
  advice: (subjects) =>
    `Look at \`kubectl -n ${subjects[0]?.split("/")[0] ?? "rook-ceph"} describe cephcluster\` and at the logs of rook-ceph-operator.`,
  pending: async (client, subjects, signal) => {
    const states = subjects.map(async (subject) => {
      const [namespace = "", name = ""] = subject.split("/");
      const path = `/apis/ceph.rook.io/v1/namespaces/${namespace}/cephclusters/${name}`;
      const { status } = (await getJson(client, path, signal)) as CephObject;
      if (status?.ceph?.health === "HEALTH_OK") return [];
      const health = status?.ceph?.health ?? status?.phase ?? "no status";
      const why = Object.keys(status?.ceph?.details ?? {}).join(" ") || status?.message;
      return [`${subject} is ${health}${why === undefined ? "" : ` (${why})`}`];
    });
    return (await Promise.all(states)).flat();
  },
};

/** Gates by type token; each has a class of the same name in components/gates. */
export const gates: Readonly<Record<string, Gate>> = {
  "hearth:gates:ApiReady": apiReady,
  "hearth:gates:NodesReady": nodesReady,
  "hearth:gates:CephHealthy": cephHealthy,
};

async function getJson(client: KubeClient, path: string, signal: AbortSignal): Promise<unknown> {
  const { status, body } = await client.get(path, signal);
  if (status !== 200) throw new Error(`${client.server}${path} answers ${String(status)}`);
  return JSON.parse(body) as unknown;
}

/**
 * What kwok plays instead of kubelets (https://kwok.sigs.k8s.io/docs/user/stages-configuration/).
 * Two things differ from kwok's own stages: a node stays NotReady until the network is there, and
 * a pod's containers start only when what they mount exists. Both are decided by the lab's
 * controllers, which tell kwok by annotation.
 */

/** On a node: the CNI of that node works. */
export const networkAnnotation = "lab.hearth.example/network";
/** On a pod: its containers could be created. */
export const startedAnnotation = "lab.hearth.example/started";

type Match = readonly [
  key: string,
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist",
  ...string[],
];

const readyStatus = `.status.conditions.[] | select( .type == "Ready" ) | .status`;
const annotation = (key: string): string => `.metadata.annotations["${key}"]`;

function stage(
  name: string,
  kind: "Node" | "Pod",
  matches: readonly Match[],
  next: object,
): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: "v1", kind },
      selector: {
        matchExpressions: matches.map(([key, operator, ...values]) => ({
          key,
          operator,
          ...(values.length > 0 ? { values } : {}),
        })),
      },
      next,
    },
  };
}

const condition = (type: string, status: string, reason: string, message: string): string => `
- type: ${type}
  status: "${status}"
  reason: ${reason}
  message: ${message}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}`;

const nodeConditions = (ready: string): string => `
{{ $now := Now }}
conditions:${ready}${condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available")}${condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure")}${condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available")}
phase: Running
`;

const notReady = condition(
  "Ready",
  "False",
  "KubeletNotReady",
  `"container runtime network not ready: cni plugin not initialized"`,
);
const ready = condition("Ready", "True", "KubeletReady", "kubelet is posting ready status");

const runningPod = `
{{ $now := Now }}
conditions:
- { type: PodScheduled, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: PodReadyToStartContainers, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: ContainersReady, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Ready, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
{{ with .spec.initContainers }}
initContainerStatuses:
{{ range . }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq .restartPolicy "Always" }}
  started: true
  state: { running: { startedAt: {{ $now | Quote }} } }
  {{ else }}
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
  {{ end }}
{{ end }}
{{ end }}
{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
phase: Running
startTime: {{ $now | Quote }}
`;

const completedPod = `
{{ $now := Now }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  started: false
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
{{ end }}
phase: Succeeded
`;

/** The stages as one multi-document file for `kwok --config`; JSON documents are YAML. */
export function stages(): string {
  const network = annotation(networkAnnotation);
  const alive: Match = [".metadata.deletionTimestamp", "DoesNotExist"];
  const all = [
    stage(
      "node-registered",
      "Node",
      [
        [network, "DoesNotExist"],
        [readyStatus, "NotIn", "False"],
      ],
      {
        statusTemplate: nodeConditions(notReady),
      },
    ),
    stage(
      "node-network-ready",
      "Node",
      [
        [network, "Exists"],
        [readyStatus, "NotIn", "True"],
      ],
      {
        statusTemplate: nodeConditions(ready),
      },
    ),
    stage(
      "pod-running",
      "Pod",
      [alive, [".status.phase", "In", "Pending"], [annotation(startedAnnotation), "Exists"]],
      { statusTemplate: runningPod },
    ),
    stage(
      "pod-completed",
      "Pod",
      [
        alive,
        [".status.phase", "In", "Running"],
        [".metadata.ownerReferences.[].kind", "In", "Job"],
      ],
      { statusTemplate: completedPod },
    ),
    stage("pod-deleted", "Pod", [[".metadata.deletionTimestamp", "Exists"]], { delete: true }),
  ];
  return all.map((each) => JSON.stringify(each)).join("\n---\n");
}

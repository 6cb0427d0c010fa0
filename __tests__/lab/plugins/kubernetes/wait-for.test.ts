import type { Api } from "../../../../lab/plugins/kubernetes/api";
import { compileJsonPath } from "../../../../lab/plugins/kubernetes/jsonpath";
import { waitCheck } from "../../../../lab/plugins/kubernetes/wait-for";
import type { Properties } from "../../../../lab/plugins/shared/values";

const noApi = {} as Api;

async function verdict(object: Properties) {
  const check = waitCheck(object);
  return check ? check(object, noApi) : "nothing to wait for";
}

const ready = { state: "ready" };
const annotated = (waitFor: string, status: Properties): Properties => ({
  apiVersion: "ceph.rook.io/v1",
  kind: "CephCluster",
  metadata: { name: "c", annotations: { "pulumi.com/waitFor": waitFor } },
  status,
});

describe("what is waited for by kind", () => {
  const deployment = (status: Properties): Properties => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", generation: 2 },
    spec: { replicas: 2 },
    status,
  });

  it.each<[string, Properties, unknown]>([
    [
      "the controller",
      deployment({ observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2 }),
      { state: "waiting", for: "the controller to see the change", onOthers: false },
    ],
    [
      "replicas",
      deployment({ observedGeneration: 2, updatedReplicas: 2, availableReplicas: 1, replicas: 2 }),
      { state: "waiting", for: "available replicas (1 of 2)", onOthers: false },
    ],
    [
      "nothing more",
      deployment({ observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2, replicas: 2 }),
      ready,
    ],
  ])("a Deployment: %s", async (_title, object, expected) => {
    expect(await verdict(object)).toEqual(expected);
  });

  it("a rollout that stalls fails at once with the controller's words", async () => {
    const conditions = [
      { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "slow" },
    ];
    expect(await verdict(deployment({ observedGeneration: 2, conditions }))).toEqual({
      state: "failed",
      why: "the rollout stalled (ProgressDeadlineExceeded: slow)",
    });
  });

  it("a Job fails at once when it has failed", async () => {
    const conditions = [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }];
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: {}, status: { conditions } };
    expect(await verdict(job)).toEqual({
      state: "failed",
      why: "the job failed (BackoffLimitExceeded)",
    });
  });

  it("a ConfigMap is ready as it is", async () => {
    expect(await verdict({ apiVersion: "v1", kind: "ConfigMap", metadata: {} })).toBe(
      "nothing to wait for",
    );
  });

  it("skipAwait leaves out whatever the kind would wait for", async () => {
    const metadata = { annotations: { "pulumi.com/skipAwait": "true" } };
    expect(await verdict({ ...deployment({}), metadata })).toBe("nothing to wait for");
  });
});

describe("pulumi.com/waitFor", () => {
  it("waits for a condition and says what it is now", async () => {
    const conditions = [{ type: "Ready", status: "False", reason: "Creating" }];
    expect(await verdict(annotated("condition=Ready", { conditions }))).toMatchObject({
      for: "condition Ready=True (Creating)",
    });
    const done = [{ type: "Ready", status: "True" }];
    expect(await verdict(annotated("condition=Ready", { conditions: done }))).toEqual(ready);
  });

  it("waits for a path, with a value or for any", async () => {
    expect(await verdict(annotated("jsonpath={.status.phase}=Ready", { phase: "New" }))).toEqual({
      state: "waiting",
      for: "{.status.phase}=Ready (is New)",
    });
    expect(await verdict(annotated("jsonpath={.status.phase}", {}))).toEqual({
      state: "waiting",
      for: "{.status.phase} (is not there yet)",
    });
    expect(await verdict(annotated("jsonpath={.status.phase}", { phase: "New" }))).toEqual(ready);
  });

  it("takes a list, all of which must hold", async () => {
    const list = '["jsonpath={.status.a}=1", "jsonpath={.status.b}=2"]';
    expect(await verdict(annotated(list, { a: 1, b: 1 }))).toMatchObject({
      for: "{.status.b}=2 (is 1)",
    });
    expect(await verdict(annotated(list, { a: 1, b: 2 }))).toEqual(ready);
  });

  it("is refused when it is not understood", () => {
    expect(() => waitCheck(annotated("phase=Ready", {}))).toThrow(
      'pulumi.com/waitFor: "phase=Ready" is neither condition=',
    );
    expect(() => waitCheck(annotated("[1]", {}))).toThrow("is not a JSON list of strings");
  });
});

describe("a JSONPath", () => {
  const root = {
    spec: { "a.b": [{ x: 1 }, { x: 2 }] },
    status: { conditions: [{ type: "Ready", status: "True" }] },
  };

  it.each<[string, unknown[]]>([
    ["{.spec['a.b'][1].x}", [2]],
    ["{.spec.a\\.b[-1].x}", [2]],
    ["{.spec.a\\.b[*].x}", [1, 2]],
    ['{.status.conditions[?(@.type=="Ready")].status}', ["True"]],
    ['{.status.conditions[?(@.type=="Gone")].status}', []],
    ["{.spec.missing.deeper}", []],
  ])("%s", (path, found) => {
    expect(compileJsonPath(path)(root)).toEqual(found);
  });

  it("that is not understood is refused", () => {
    expect(() => compileJsonPath("{.a[1:2]}")).toThrow('"[1:2]" is not understood');
  });
});

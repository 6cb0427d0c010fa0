import { KubeClient } from "../../../../lab/plugins/kubernetes/client";
import { parseKubeconfig } from "../../../../lab/plugins/kubernetes/kubeconfig";
import { FakeKubernetes } from "./fake-api";

let fake: FakeKubernetes;
let client: KubeClient;

beforeEach(async () => {
  fake = await FakeKubernetes.start();
  client = new KubeClient(parseKubeconfig(fake.kubeconfig), { pause: 1 });
});
afterEach(async () => {
  client.close();
  await fake.stop();
});

const get = () => client.request({ method: "GET", path: "/api/v1" });
const full = (times: number) =>
  Array.from({ length: times }, (): [number, string] => [429, "full"]);

describe("a server without room", () => {
  it("is asked ten times more, as client-go does", async () => {
    fake.failures.push(...full(10));
    expect((await get()).code).toBe(200);
    expect(fake.requests).toHaveLength(11);
  });

  it("then is an error that says what to look at", async () => {
    fake.failures.push(...full(11));
    await expect(get()).rejects.toThrow("full; the API server is full: see what keeps it busy");
    expect(fake.requests).toHaveLength(11);
  });
});

it("does not ask again where etcd is full, and says how to mend it", async () => {
  fake.failures.push([500, "etcdserver: mvcc: database space exceeded"]);
  await expect(get()).rejects.toThrow(
    "etcdserver: mvcc: database space exceeded; etcd is full: give it more space",
  );
  expect(fake.requests).toHaveLength(1);
});

it("asks again after another error of the server", async () => {
  fake.failures.push([500, "failed calling webhook: connection refused"]);
  expect((await get()).code).toBe(200);
});

import { setImmediate as turn } from "node:timers/promises";
import type { KubeObject } from "../../../../lab/kubernetes/client";
import { Queue } from "../../../../lab/world/controllers/queue";
import { Store } from "../../../../lab/world/controllers/store";

const object = (name: string, resourceVersion = "1"): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", resourceVersion },
});

/** A queue whose work ends when it is told to, with what is under way and what was done. */
function workshop(parallel?: number) {
  const open = new Map<string, (error?: Error) => void>();
  const begun: string[] = [];
  const errors: string[] = [];
  const queue = new Queue(
    new Store(),
    ({ metadata }) =>
      new Promise<void>((resolve, reject) => {
        begun.push(`${metadata.name}@${metadata.resourceVersion ?? ""}`);
        open.set(metadata.name, (error) => {
          open.delete(metadata.name);
          if (error === undefined) resolve();
          else reject(error);
        });
      }),
    ({ message }) => errors.push(message),
    parallel,
  );
  const end = async (name: string, error?: Error): Promise<void> => {
    open.get(name)?.(error);
    await turn();
  };
  return { queue, begun, errors, end };
}

test("objects are worked on one after the other where nothing else is said", async () => {
  const { queue, begun, end } = workshop();
  for (const name of ["a", "b", "c"]) queue.add(object(name), false);
  expect(begun).toEqual(["a@1"]);
  await end("a");
  expect(begun).toEqual(["a@1", "b@1"]);
  queue.stop();
});

test("several are worked on at once, but an object never twice at once", async () => {
  const { queue, begun, end } = workshop(2);
  queue.add(object("a"), false);
  queue.add(object("a", "2"), false);
  queue.add(object("a", "3"), false);
  expect(begun).toEqual(["a@1"]);
  queue.add(object("b"), false);
  queue.add(object("c"), false);
  expect(begun).toEqual(["a@1", "b@1"]);
  await end("b");
  expect(begun).toEqual(["a@1", "b@1", "c@1"]);
  await end("a");
  expect(begun).toEqual(["a@1", "b@1", "c@1", "a@3"]);
  queue.stop();
});

test("what fails is told and keeps nothing from its turn", async () => {
  const { queue, begun, errors, end } = workshop();
  queue.add(object("a"), false);
  queue.add(object("b"), false);
  await end("a", new Error("the API is away"));
  expect(errors).toEqual(["the API is away"]);
  expect(begun).toEqual(["a@1", "b@1"]);
  queue.stop();
});

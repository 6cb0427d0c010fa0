import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PLUGINS } from "../../../lab/plugins/shared/install";
import type { PluginName } from "../../../lab/plugins/shared/install";
import { UNKNOWN } from "../../../lab/plugins/shared/values";
import { installInChild } from "./install-in-child";
import { FakeKubernetes } from "./kubernetes/fake-api";

jest.setTimeout(60_000);

const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
};
let dir: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "hearth-plugins-"));
  await installInChild({ cache: join(dir, "cache"), bin: join(dir, "bin") });
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function start(name: PluginName) {
  const child = spawn(join(dir, "bin", `pulumi-resource-${name}`), [], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  const port = await new Promise<string>((resolvePort) => {
    createInterface({ input: child.stdout }).once("line", resolvePort);
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return { child, client };
}

/** A call of a client's method as a promise. */
function ask<Response>(
  send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((done, fail) => {
    send((error, response) => (error ? fail(error) : done(response)));
  });
}

const struct = (value: object) => Struct.fromJavaScript(value as Record<string, string>);

function configure(client: ResourceProviderClient, args: object) {
  const request = new proto.ConfigureRequest();
  request.setArgs(struct(args));
  return ask<proto.ConfigureResponse>((done) => client.configure(request, done));
}

function creation(type: string, properties: object, preview = false) {
  const request = new proto.CreateRequest();
  request.setUrn(`urn:pulumi:dev::test::${type}::one`);
  request.setProperties(struct(properties));
  request.setPreview(preview);
  return request;
}

describe.each([...PLUGINS])("the %s plugin's process", (name) => {
  it("says its version, and ends when the engine interrupts it", async () => {
    const { child, client } = await start(name);
    const info = await ask<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
    expect(info.getVersion()).toMatch(/^\d+\.\d+\.\d+$/);
    const ended = new Promise((done) => child.once("exit", done));
    client.close();
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });
});

describe("over the wire", () => {
  it("secrets go both ways as secrets", async () => {
    const { client } = await start("random");
    const request = creation("random:index/randomPassword:RandomPassword", { length: 12 });
    const made = await ask<proto.CreateResponse>((done) => client.create(request, done));
    expect(made.getProperties()?.toJavaScript()).toMatchObject({ result: SECRET, length: 12 });
    const answer = await configure(client, {});
    expect(answer.getAcceptsecrets()).toBe(true);
    expect(answer.getSupportspreview()).toBe(true);
  });

  it("a preview of a cluster that is not there yet needs nothing", async () => {
    const { client } = await start("kubernetes");
    await configure(client, { kubeconfig: UNKNOWN });
    const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" } };
    const request = creation("kubernetes:core/v1:ConfigMap", inputs, true);
    const made = await ask<proto.CreateResponse>((done) => client.create(request, done));
    expect(made.getId()).toBe("");
    expect(made.getProperties()?.toJavaScript()).toEqual(inputs);
  });

  it("a diff names properties, replacements and the order", async () => {
    const { client } = await start("kubernetes");
    await configure(client, { kubeconfig: UNKNOWN });
    const fake = await FakeKubernetes.start();
    try {
      await configure(client, { kubeconfig: fake.kubeconfig });
      const service = (clusterIP: string) =>
        struct({
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "one", annotations: { "a.b/c": clusterIP } },
          spec: { clusterIP },
        });
      const request = new proto.DiffRequest();
      request.setUrn("urn:pulumi:dev::test::kubernetes:core/v1:Service::one");
      request.setOldInputs(service("None"));
      request.setOlds(service("None"));
      request.setNews(service("192.0.2.1"));
      const response = await ask<proto.DiffResponse>((done) => client.diff(request, done));
      expect(response.getReplacesList()).toEqual(["spec.clusterIP"]);
      expect(response.getDeletebeforereplace()).toBe(true);
      const detailed = response.getDetaileddiffMap();
      const { UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
      expect(detailed.getLength()).toBe(2);
      expect(detailed.get('metadata.annotations["a.b/c"]')?.getKind()).toBe(UPDATE);
      expect(detailed.get("spec.clusterIP")?.getKind()).toBe(UPDATE_REPLACE);
    } finally {
      await fake.stop();
    }
  });

  it("an object that does not become ready comes back with its state", async () => {
    const { client } = await start("kubernetes");
    const fake = await FakeKubernetes.start();
    try {
      await configure(client, { kubeconfig: fake.kubeconfig });
      const request = creation("kubernetes:apps/v1:Deployment", {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "one", annotations: { "pulumi.com/timeoutSeconds": "0.2" } },
      });
      const error = await ask<proto.CreateResponse>((done) => client.create(request, done)).then(
        () => undefined,
        (thrown: grpc.ServiceError) => thrown,
      );
      const metadata = error?.metadata ?? new grpc.Metadata();
      const status = Status.deserializeBinary(
        Buffer.from(metadata.get("grpc-status-details-bin")[0] as Buffer),
      );
      const detail = proto.ErrorResourceInitFailed.deserializeBinary(
        status.getDetailsList()[0]?.getValue_asU8() ?? new Uint8Array(),
      );
      expect(detail.getId()).toBe("default/one");
      expect(detail.getReasonsList()).toEqual([
        "Deployment default/one: still waiting for the controller to see the change after 0 s",
      ]);
      expect(detail.getProperties()?.toJavaScript()).toMatchObject({ kind: "Deployment" });
    } finally {
      await fake.stop();
    }
  });
});

import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { formatPath } from "./diff";
import type { EngineLog } from "./engine-log";
import { InitError, messageOf } from "./errors";
import type { Call, Checked, Difference, Plugin } from "./plugin";
import { unwrap, wrap } from "./values";
import type { Bag } from "./values";

/** The methods of `pulumirpc.ResourceProvider`, done by a {@link Plugin}. */
export function handlers(
  plugin: Plugin,
  engine: EngineLog,
  signal: AbortSignal,
): grpc.UntypedServiceImplementation {
  const callOf = (request: { getUrn(): string; getType(): string }): Call => {
    const urn = request.getUrn();
    return {
      urn,
      type: request.getType() || typeOf(urn),
      signal,
      status: (message) => engine.status(urn, message),
    };
  };

  return {
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(plugin.version);
      return info;
    }),

    attach: unary(() => new Empty()),

    getSchema: unary(() => {
      const response = new proto.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: plugin.name, version: plugin.version }));
      return response;
    }),

    checkConfig: unary((request: proto.CheckRequest) => {
      const inputs = bagOf(request.getNews());
      return checkResponse(plugin.checkConfig?.(inputs) ?? { inputs });
    }),

    diffConfig: unary((request: proto.DiffRequest) => {
      const olds = bagOf(request.getOldInputs() ?? request.getOlds());
      const news = bagOf(request.getNews());
      const none: Difference = { changes: [], replaces: [] };
      return diffResponse(plugin.diffConfig?.(olds.values, news.values) ?? none);
    }),

    configure: unary((request: proto.ConfigureRequest) => {
      plugin.configure(bagOf(request.getArgs()));
      const response = new proto.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),

    check: unary((request: proto.CheckRequest) =>
      checkResponse(
        plugin.check(
          callOf(request),
          bagOf(request.getOlds()),
          bagOf(request.getNews()),
          request.getRandomseed_asU8(),
        ),
      ),
    ),

    diff: unary(async (request: proto.DiffRequest) =>
      diffResponse(
        await plugin.diff(
          callOf(request),
          request.getId(),
          bagOf(request.getOldInputs()),
          bagOf(request.getOlds()),
          bagOf(request.getNews()),
        ),
      ),
    ),

    create: unary(async (request: proto.CreateRequest) => {
      const made = await plugin.create(callOf(request), bagOf(request.getProperties()), {
        preview: request.getPreview(),
        ...timeoutOf(request),
      });
      const response = new proto.CreateResponse();
      response.setId(made.id);
      response.setProperties(structOf(made.outputs));
      return response;
    }),

    read: unary(async (request: proto.ReadRequest) => {
      const known = { inputs: bagOf(request.getInputs()), outputs: bagOf(request.getProperties()) };
      // An import or a `get` comes with an id and no state.
      const stateless = Object.keys(known.outputs.values).length === 0;
      const found = await plugin.read(
        callOf(request),
        request.getId(),
        stateless ? undefined : known,
      );
      const response = new proto.ReadResponse();
      // No id says that the object is gone.
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(structOf(found.outputs));
      response.setInputs(structOf(found.inputs));
      return response;
    }),

    update: unary(async (request: proto.UpdateRequest) => {
      const outputs = await plugin.update(
        callOf(request),
        request.getId(),
        bagOf(request.getOlds()),
        bagOf(request.getNews()),
        { preview: request.getPreview(), ...timeoutOf(request) },
      );
      const response = new proto.UpdateResponse();
      response.setProperties(structOf(outputs));
      return response;
    }),

    delete: unary(async (request: proto.DeleteRequest) => {
      await plugin.delete(
        callOf(request),
        request.getId(),
        bagOf(request.getProperties()),
        bagOf(request.getOldInputs()),
        timeoutOf(request),
      );
      return new Empty();
    }),

    construct: unary((request: proto.ConstructRequest): proto.ConstructResponse => {
      throw new Error(`${request.getType()}: the stand-in ${plugin.name} plugin has no components`);
    }),

    invoke: unary(async (request: proto.InvokeRequest) => {
      if (!plugin.invoke) throw new Error(`the ${plugin.name} plugin has no functions`);
      const response = new proto.InvokeResponse();
      response.setReturn(structOf(await plugin.invoke(request.getTok(), bagOf(request.getArgs()))));
      return response;
    }),
  };
}

/** Makes a gRPC handler of a function that returns the response or throws. */
function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, done) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => done(null, response),
        (error: unknown) => done(serviceError(error)),
      );
  };
}

/** The error in gRPC's form; an {@link InitError} takes the object's state along. */
function serviceError(error: unknown): Partial<grpc.ServiceError> {
  const message = messageOf(error);
  if (!(error instanceof InitError)) return { code: grpc.status.UNKNOWN, details: message };

  const detail = new proto.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(structOf(error.outputs));
  detail.setInputs(structOf(error.inputs));
  detail.setReasonsList([...error.reasons]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  // The key under which gRPC carries structured errors; grpc-js does not know it by itself.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}

function checkResponse(checked: Checked): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(structOf(checked.inputs));
  for (const failure of checked.failures ?? []) {
    const item = new proto.CheckFailure();
    item.setProperty(failure.property);
    item.setReason(failure.reason);
    response.addFailures(item);
  }
  return response;
}

const KINDS = {
  add: [proto.PropertyDiff.Kind.ADD, proto.PropertyDiff.Kind.ADD_REPLACE],
  delete: [proto.PropertyDiff.Kind.DELETE, proto.PropertyDiff.Kind.DELETE_REPLACE],
  update: [proto.PropertyDiff.Kind.UPDATE, proto.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

function diffResponse(difference: Difference): proto.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  const response = new proto.DiffResponse();
  const replaces = new Set(difference.replaces.map((change) => formatPath(change.path)));
  const detailed = response.getDetaileddiffMap();
  for (const change of difference.changes) {
    const path = formatPath(change.path);
    const diff = new proto.PropertyDiff();
    diff.setKind(KINDS[change.kind][replaces.has(path) ? 1 : 0]);
    diff.setInputdiff(true);
    detailed.set(path, diff);
  }
  response.setChanges(difference.changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...new Set(difference.changes.map(({ path }) => String(path[0])))]);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(difference.deleteBeforeReplace ?? false);
  response.setHasdetaileddiff(true);
  return response;
}

function bagOf(struct: Struct | undefined): Bag {
  return unwrap(struct?.toJavaScript() ?? {});
}

function structOf(bag: Bag): Struct {
  return Struct.fromJavaScript(wrap(bag));
}

/** The operation's own time limit in ms, where the program gave one. */
function timeoutOf(request: { getTimeout(): number }): { timeout?: number } {
  const seconds = request.getTimeout();
  return seconds > 0 ? { timeout: seconds * 1000 } : {};
}

/** The type token in a URN: `urn:pulumi:stack::project::parentType$type::name`. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

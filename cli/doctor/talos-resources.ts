import { Metadata, type Client } from "@grpc/grpc-js";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import { parse } from "yaml";

/** A resource of Talos: its id, and its spec as `talosctl get -o yaml` shows it, scalars as text. */
export interface TalosResource {
  readonly id: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** How long a machine may take to answer a call, in milliseconds. */
const TIMEOUT = 3000;

/** All resources of a type, by the state API of Talos's runtime (api/v1alpha1/state.proto of COSI). */
export function listResources(
  client: Client,
  namespace: string,
  type: string,
): Promise<TalosResource[]> {
  const request = new BinaryWriter();
  request.writeString(1, namespace);
  request.writeString(2, type);
  const bytes = Buffer.from(request.getResultBuffer());
  return new Promise((resolve, reject) => {
    const found: TalosResource[] = [];
    client
      .makeServerStreamRequest(
        "/cosi.resource.State/List",
        () => bytes,
        parseResource,
        {},
        new Metadata(),
        { deadline: Date.now() + TIMEOUT },
      )
      .on("data", (resource: TalosResource) => found.push(resource))
      .on("error", reject)
      .on("end", () => {
        resolve(found);
      });
  });
}

/** `cosi.resource.ListResponse`: a resource with its metadata and its spec as YAML. */
export function parseResource(message: Uint8Array): TalosResource {
  const resource = bytesAt(message, 1);
  const id = Buffer.from(bytesAt(bytesAt(resource, 1), 3)).toString("utf8");
  const yaml = Buffer.from(bytesAt(bytesAt(resource, 2), 2)).toString("utf8");
  // Of the failsafe schema, so that a serial number of digits stays text.
  const spec: unknown = parse(yaml, { schema: "failsafe" });
  return { id, spec: typeof spec === "object" && spec !== null ? { ...spec } : {} };
}

/** A field of a protobuf message that holds text, bytes or a message; empty where it is absent. */
function bytesAt(message: Uint8Array, field: number): Uint8Array {
  const reader = new BinaryReader(message);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === field) return reader.readBytes();
    reader.skipField();
  }
  return new Uint8Array();
}

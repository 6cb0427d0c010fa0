import { Server, ServerCredentials, type ServerWritableStream } from "@grpc/grpc-js";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import { stringify } from "yaml";
import type { LabMachine } from "../../../lab/inventory";
import { createAuthority, issue } from "../../../lab/kubernetes/certificates";

/** Specs of the resources of a machine by type and id, as `talosctl get -o yaml` shows them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Something that answers like a Talos machine in maintenance mode. */
export interface FakeMachine {
  readonly port: number;
  stop(): void;
}

const GIB = 2 ** 30;

/** The spec of a disk; its size in GiB. */
export const disk = (
  device: string,
  model: string,
  serial: string,
  size: number,
  transport: string,
) => ({ dev_path: device, model, serial, size: size * GIB, transport });

/** The spec of a network card with its cable plugged in. */
export const link = (driver: string, mac: string, speedMbit = 1000) => ({
  type: "ether",
  kind: "",
  hardwareAddr: mac,
  permanentAddr: mac,
  driver,
  linkState: true,
  speedMbit,
});

/** What Talos finds on a machine of the lab. */
export function resourcesOf({ disks, nics }: LabMachine): Resources {
  return {
    "Disks.block.talos.dev": Object.fromEntries(
      disks.map(({ device, model, serial, sizeBytes, transport, byId }) => [
        device.slice("/dev/".length),
        { ...disk(device, model, serial, sizeBytes / GIB, transport), symlinks: byId },
      ]),
    ),
    "LinkStatuses.net.talos.dev": Object.fromEntries(
      nics.map(({ name, driver, mac, speedMbps }) => [name, link(driver, mac, speedMbps)]),
    ),
    "AddressStatuses.net.talos.dev": Object.fromEntries(
      nics.flatMap(({ name, address }) =>
        address === undefined ? [] : [[`${name}/${address}`, { linkName: name, address }]],
      ),
    ),
  };
}

/** Starts one on a free port of 127.0.0.1. */
export async function startMachine(resources: Resources): Promise<FakeMachine> {
  const server = new Server();
  server.addService(
    {
      List: {
        path: "/cosi.resource.State/List",
        requestStream: false,
        responseStream: true,
        requestSerialize: (value: Buffer) => value,
        requestDeserialize: (value: Buffer) => value,
        responseSerialize: (value: Buffer) => value,
        responseDeserialize: (value: Buffer) => value,
      },
    },
    {
      List: (call: ServerWritableStream<Buffer, Buffer>) => {
        const type = typeOf(call.request);
        for (const [id, spec] of Object.entries(resources[type] ?? {})) {
          call.write(response(type, id, spec));
        }
        call.end();
      },
    },
  );
  const authority = await createAuthority("maintenance");
  const pair = await issue(authority, {
    commonName: "maintenance",
    names: ["127.0.0.1"],
    usages: ["server"],
  });
  const credentials = ServerCredentials.createSsl(null, [
    { private_key: Buffer.from(pair.key), cert_chain: Buffer.from(pair.certificate) },
  ]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    stop: () => {
      server.forceShutdown();
    },
  };
}

/** `cosi.resource.ListRequest.type`. */
function typeOf(request: Buffer): string {
  const reader = new BinaryReader(request);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 2) return reader.readString();
    reader.skipField();
  }
  return "";
}

/** `cosi.resource.ListResponse`. */
export function response(type: string, id: string, spec: object): Buffer {
  const metadata = new BinaryWriter();
  metadata.writeString(1, "any");
  metadata.writeString(2, type);
  metadata.writeString(3, id);
  const both = new BinaryWriter();
  both.writeBytes(1, Uint8Array.of(8, 1));
  both.writeString(2, stringify(spec));
  const resource = new BinaryWriter();
  resource.writeBytes(1, metadata.getResultBuffer());
  resource.writeBytes(2, both.getResultBuffer());
  const reply = new BinaryWriter();
  reply.writeBytes(1, resource.getResultBuffer());
  return Buffer.from(reply.getResultBuffer());
}

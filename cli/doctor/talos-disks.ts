import { Client, credentials } from "@grpc/grpc-js";

/** A disk as the Talos API lists it. */
export interface TalosDisk {
  readonly size: number;
  readonly model: string;
  readonly device: string;
  readonly serial: string;
  readonly wwid: string;
  /** `nvme`, `sd` (memory card), `ssd` or `hdd`. */
  readonly kind: string;
  readonly busPath: string;
}

const TIMEOUT = 3000;

/**
 * The disks of a machine in maintenance mode, undefined where it asks for a client certificate: then
 * it has a config already. In maintenance mode the API's certificate is self-signed and nothing
 * secret is sent.
 * https://www.talos.dev/v1.12/reference/api/#storage.StorageService
 *
 * @param endpoint `address:port`
 */
export async function maintenanceDisks(endpoint: string): Promise<TalosDisk[] | undefined> {
  const client = new Client(
    endpoint,
    credentials.createSsl(null, null, null, { rejectUnauthorized: false }),
    // The address that was asked for need not stand in the certificate.
    { "grpc.ssl_target_name_override": "maintenance-service.talos.dev" },
  );
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(
        "/storage.StorageService/Disks",
        () => Buffer.alloc(0),
        parseDisks,
        {},
        { deadline: Date.now() + TIMEOUT },
        (error, disks) => {
          resolve(error === null ? disks : undefined);
        },
      );
    });
  } finally {
    client.close();
  }
}

const KINDS: readonly string[] = ["unknown", "ssd", "hdd", "nvme", "sd"];

/** `storage.DisksResponse` of api/storage/storage.proto. */
export function parseDisks(message: Buffer): TalosDisk[] {
  return fields(message)
    .filter(({ number }) => number === 1)
    .flatMap(({ bytes }) => fields(bytes).filter(({ number }) => number === 2))
    .map(({ bytes }) => {
      const parts = new Map(fields(bytes).map((field) => [field.number, field]));
      const text = (number: number) => parts.get(number)?.bytes.toString("utf8") ?? "";
      return {
        size: parts.get(1)?.value ?? 0,
        model: text(2),
        device: text(3),
        serial: text(5),
        wwid: text(8),
        kind: KINDS[parts.get(9)?.value ?? 0] ?? "unknown",
        busPath: text(10),
      };
    });
}

interface WireField {
  readonly number: number;
  readonly value: number;
  readonly bytes: Buffer;
}

/**
 * Fields of a protobuf message: numbers and byte strings, which is all that the listing has.
 * https://protobuf.dev/programming-guides/encoding/
 */
function fields(message: Buffer): WireField[] {
  const found: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        found.push({ number, value: varint(), bytes: Buffer.alloc(0) });
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        found.push({ number, value: 0, bytes: message.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new TypeError(`unknown wire type in field ${String(number)}`);
    }
  }
  return found;
}

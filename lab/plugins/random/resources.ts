import { randomBytes, randomUUID } from "node:crypto";
import bcrypt from "bcryptjs";
import { PluginError } from "../shared/errors";
import type { Properties } from "../shared/values";
import { randomString } from "./generate";

/**
 * The least that bcrypt knows, where the official provider takes 10: these passwords protect nothing
 * but a lab, and a digest of cost 10 keeps this process, which does one thing at a time, for 75 ms.
 */
const BCRYPT_COST = 4;

/** One resource type of the random provider. */
interface RandomType {
  /** The inputs that must be there. */
  readonly required: readonly string[];
  /** The outputs that are secret. */
  readonly secret: readonly string[];
  /** Makes the outputs that are not inputs, and defaults of those that are. */
  create(inputs: Properties): { id: string; outputs: Properties };
  /** The state of an existing value by its import id, as the official provider takes it. */
  adopt(id: string): { inputs: Properties; outputs: Properties };
}

/** The types by token. Ids and secrets are those of the official provider 4.21. */
export const TYPES: Readonly<Record<string, RandomType>> = {
  "random:index/randomPassword:RandomPassword": {
    required: ["length"],
    secret: ["result", "bcryptHash"],
    create: (inputs) => {
      const { result, ...defaults } = characters(inputs);
      // The id of a password must not tell the password.
      return {
        id: "none",
        outputs: { ...defaults, result, bcryptHash: bcrypt.hashSync(result, BCRYPT_COST) },
      };
    },
    adopt: (id) => ({
      inputs: { length: [...id].length },
      outputs: {
        ...defaultsOf({ length: [...id].length }),
        result: id,
        bcryptHash: bcrypt.hashSync(id, BCRYPT_COST),
      },
    }),
  },
  "random:index/randomString:RandomString": {
    required: ["length"],
    secret: [],
    create: (inputs) => {
      const outputs = characters(inputs);
      return { id: outputs.result, outputs };
    },
    adopt: (id) => ({
      inputs: { length: [...id].length },
      outputs: { ...defaultsOf({ length: [...id].length }), result: id },
    }),
  },
  "random:index/randomBytes:RandomBytes": {
    required: ["length"],
    secret: ["base64", "hex"],
    create: (inputs) => {
      const bytes = randomBytes(integer(inputs, "length", 1));
      return { id: "none", outputs: encodings(bytes) };
    },
    adopt: (id) => {
      const bytes = Buffer.from(id, "base64");
      return { inputs: { length: bytes.length }, outputs: encodings(bytes) };
    },
  },
  "random:index/randomId:RandomId": {
    required: ["byteLength"],
    secret: [],
    create: (inputs) => {
      const bytes = randomBytes(integer(inputs, "byteLength", 1));
      const prefix = typeof inputs["prefix"] === "string" ? inputs["prefix"] : "";
      return { id: bytes.toString("base64url"), outputs: identifiers(bytes, prefix) };
    },
    adopt: (id) => {
      const comma = id.lastIndexOf(",");
      const prefix = id.slice(0, Math.max(comma, 0));
      const bytes = Buffer.from(id.slice(comma + 1), "base64url");
      const inputs = { byteLength: bytes.length, ...(prefix && { prefix }) };
      return { inputs, outputs: identifiers(bytes, prefix) };
    },
  },
  "random:index/randomUuid:RandomUuid": {
    required: [],
    secret: [],
    create: () => {
      const result = randomUUID();
      return { id: result, outputs: { result } };
    },
    adopt: (id) => ({ inputs: {}, outputs: { result: id } }),
  },
};

function characters(inputs: Properties): ReturnType<typeof defaultsOf> & { result: string } {
  const charset = defaultsOf(inputs);
  return { ...charset, result: randomString(charset) };
}

/** The character classes with the official provider's defaults. `number` is the old name of `numeric`. */
function defaultsOf(inputs: Properties) {
  const flag = (name: string) => inputs[name] !== false;
  const numeric = inputs["numeric"] ?? inputs["number"] ?? true;
  const override = inputs["overrideSpecial"];
  return {
    length: integer(inputs, "length", 1),
    upper: flag("upper"),
    lower: flag("lower"),
    numeric: numeric !== false,
    number: numeric !== false,
    special: flag("special"),
    overrideSpecial: typeof override === "string" ? override : "",
    minUpper: integer(inputs, "minUpper", 0),
    minLower: integer(inputs, "minLower", 0),
    minNumeric: integer(inputs, "minNumeric", 0),
    minSpecial: integer(inputs, "minSpecial", 0),
  };
}

function encodings(bytes: Buffer): Properties {
  return { length: bytes.length, base64: bytes.toString("base64"), hex: bytes.toString("hex") };
}

function identifiers(bytes: Buffer, prefix: string): Properties {
  const hex = bytes.toString("hex");
  return {
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + bytes.toString("base64url"),
    hex: prefix + hex,
    dec: prefix + BigInt(`0x${hex}`).toString(),
  };
}

function integer(inputs: Properties, name: string, least: number): number {
  const value = Number(inputs[name] ?? 0);
  if (!Number.isInteger(value) || value < least) {
    throw new PluginError(
      `${name}: must be a whole number of at least ${least}, not ${String(value)}`,
    );
  }
  return value;
}

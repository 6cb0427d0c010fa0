import schema from "../../../sdks/talos/schema.json";

/** One property of the provider's schema, such as `"string required secret"`, taken apart. */
export interface Fact {
  /** `string`, `boolean`, a `module.TypeName`, or one of them followed by `[]`. */
  readonly type: string;
  readonly required: boolean;
  readonly secret: boolean;
}

export type Facts = Readonly<Record<string, Fact>>;

/** A resource, function or object type as it is written and as it is read. */
export interface Shape {
  readonly inputs: Facts;
  readonly outputs: Facts;
}

function parse(raw: Record<string, string>): Facts {
  return Object.fromEntries(
    Object.entries(raw).map(([name, text]) => {
      const [type = "", ...flags] = text.split(" ");
      return [
        name,
        { type, required: flags.includes("required"), secret: flags.includes("secret") },
      ];
    }),
  );
}

function shapes(
  raw: Record<string, { inputs: Record<string, string>; outputs: Record<string, string> }>,
) {
  return Object.entries(raw).map(
    ([token, { inputs, outputs }]) =>
      [token, { inputs: parse(inputs), outputs: parse(outputs) }] as const,
  );
}

export const resources: readonly (readonly [string, Shape])[] = shapes(schema.resources);
export const functions: readonly (readonly [string, Shape])[] = shapes(schema.functions);
export const types: ReadonlyMap<string, Shape> = new Map(shapes(schema.types));
export const plugin = schema.plugin;

/** `talos:imageFactory/getUrls:getUrls` → module folder `imagefactory`, file `getUrls`, member `getUrls`. */
export function place(token: string): { module: string; file: string; member: string } {
  const [, path = "", member = ""] = token.split(":");
  const [module = "", file = ""] = path.split("/");
  return { module: module.toLowerCase(), file, member };
}

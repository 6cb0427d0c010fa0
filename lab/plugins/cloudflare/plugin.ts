import { changes } from "../shared/diff";
import { driftedInputs } from "../shared/drift";
import { PluginError, messageOf } from "../shared/errors";
import type { Call, Checked, Difference, Found, Plugin } from "../shared/plugin";
import { redact } from "../shared/redact";
import { asObject, asString, isUnknown, outputSecrets, textOf } from "../shared/values";
import type { Bag, Path, Properties, Value } from "../shared/values";
import { CloudflareApi, CloudflareError } from "./api";
import { invoke } from "./functions";
import { TYPES, existingId } from "./resources";
import type { ResourceType } from "./resources";

/** Stands in for the `cloudflare` provider: the resources that a home cluster uses. */
export class CloudflarePlugin implements Plugin {
  readonly name = "cloudflare";
  readonly version = "6.22.1";
  private api: CloudflareApi | undefined;

  checkConfig(inputs: Bag): Checked {
    return { inputs: { ...inputs, secrets: [...inputs.secrets, ["apiToken"]] } };
  }

  diffConfig(olds: Properties, news: Properties): Difference {
    return { changes: changes(olds, news), replaces: [] };
  }

  configure({ values }: Bag): void {
    if (isUnknown(values["apiToken"]) || isUnknown(values["baseUrl"])) return;
    const token = asString(values["apiToken"]) ?? process.env["CLOUDFLARE_API_TOKEN"];
    // Without a token it is an error only for who needs one.
    if (token === undefined) return;
    this.api = new CloudflareApi(
      token,
      asString(values["baseUrl"]) ?? process.env["CLOUDFLARE_BASE_URL"],
    );
  }

  check(call: Call, _olds: Bag, news: Bag): Checked {
    const type = typeOf(call);
    const failures = type.required
      .filter((property) => (news.values[property] ?? undefined) === undefined)
      .map((property) => ({ property, reason: "is missing" }));
    const secrets: Path[] = [...news.secrets, ...type.secret.map((name) => [name])];
    return { inputs: { ...news, secrets }, failures };
  }

  diff(call: Call, _id: string, oldInputs: Bag, _olds: Bag, news: Bag): Promise<Difference> {
    const all = changes(oldInputs.values, news.values);
    const fixed = typeOf(call).replaces;
    const replaces = all.filter(({ path: [key] }) => fixed.includes(String(key)));
    return Promise.resolve({ changes: all, replaces });
  }

  /**
   * Creates the object, or takes over one that is just what the inputs mean (a tunnel of that name,
   * the very same record): a run that was killed between the API's answer and the engine's note of
   * it must not end in a conflict or a second one. The official provider does not do that.
   */
  async create(
    call: Call,
    inputs: Bag,
    { preview }: { readonly preview: boolean },
  ): Promise<{ id: string; outputs: Bag }> {
    if (preview) return { id: "", outputs: inputs };
    const type = typeOf(call);
    return guarded(inputs, async () => {
      const { values } = inputs;
      if (type.partOf) {
        const id = textOf(values[type.partOf.id]);
        return { id, outputs: await this.write(type, type.change, id, inputs) };
      }
      const found = await this.needed().list(type.collection(values), type.query?.(values) ?? {});
      const existing = existingId(type, found, values);
      if (existing !== undefined) {
        return { id: existing, outputs: await this.write(type, type.change, existing, inputs) };
      }
      const made = await this.needed().call("post", type.collection(values), type.body(values));
      const result = asObject(made as Value);
      return { id: textOf(result["id"]), outputs: stateOf(type, result, inputs) };
    });
  }

  async read(
    call: Call,
    id: string,
    known?: { inputs: Bag; outputs: Bag },
  ): Promise<Found | undefined> {
    if (!known) throw new PluginError(`${call.type}: the stand-in plugin cannot import`);
    const type = typeOf(call);
    const { inputs, outputs } = known;
    const result = asObject((await this.needed().find(pathOf(type, id, outputs.values))) as Value);
    // A deleted tunnel can still be read for a while.
    if (Object.keys(result).length === 0 || asString(result["deleted_at"])) return undefined;
    const now = stateOf(type, result, { ...inputs, values: {} });
    const before = outputs.values;
    // What the API does not give back, as a secret, is as it was.
    const seen: Properties = { ...before, ...now.values };
    const values = asObject(driftedInputs(inputs.values, before, seen));
    return {
      id,
      inputs: { values, secrets: inputs.secrets },
      outputs: { values: seen, secrets: outputs.secrets },
    };
  }

  async update(
    call: Call,
    id: string,
    olds: Bag,
    news: Bag,
    { preview }: { readonly preview: boolean },
  ): Promise<Bag> {
    const values = { ...olds.values, ...news.values };
    if (preview) return { values, secrets: [...olds.secrets, ...news.secrets] };
    const type = typeOf(call);
    return guarded(news, () => this.write(type, type.change, id, news));
  }

  async delete(call: Call, id: string, outputs: Bag): Promise<void> {
    const type = typeOf(call);
    // A part goes with the whole.
    if (!type.partOf) await this.needed().remove(pathOf(type, id, outputs.values));
  }

  invoke(token: string, args: Bag): Promise<Bag> {
    return invoke(this.needed(), token, args);
  }

  private async write(
    type: ResourceType,
    method: "put" | "patch",
    id: string,
    inputs: Bag,
  ): Promise<Bag> {
    const { values } = inputs;
    const result = await this.needed().call(method, pathOf(type, id, values), type.body(values));
    return stateOf(type, asObject(result as Value), inputs);
  }

  private needed(): CloudflareApi {
    if (this.api) return this.api;
    throw new PluginError("cloudflare: the provider's apiToken or baseUrl is missing or not known");
  }
}

function pathOf(type: ResourceType, id: string, properties: Properties): string {
  const path = `${type.collection(properties)}/${id}`;
  return type.partOf ? `${path}/${type.partOf.path}` : path;
}

/**
 * The state: what the API says, and the inputs that it does not give back. Drift is what the API says
 * differently later, so the program's own way of writing a value must not stand in its place.
 */
function stateOf(type: ResourceType, result: Properties, inputs: Bag): Bag {
  const secrets: Path[] = type.secret.map((name) => [name]);
  return {
    values: { ...inputs.values, ...type.outputs(result) },
    secrets: [...secrets, ...outputSecrets(inputs.secrets)],
  };
}

function typeOf(call: Call): ResourceType {
  const type = TYPES[call.type];
  if (type) return type;
  const known = Object.keys(TYPES)
    .map((token) => token.split(":").at(-1))
    .join(", ");
  throw new PluginError(`${call.type}: the stand-in cloudflare plugin has only ${known}`);
}

async function guarded<T>(inputs: Bag, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = redact(messageOf(error), inputs);
    if (error instanceof CloudflareError) throw new CloudflareError(error.status, message);
    throw new PluginError(message);
  }
}

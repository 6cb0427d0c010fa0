import { changes } from "../shared/diff";
import { PluginError } from "../shared/errors";
import type { Call, Checked, Difference, Found, Plugin } from "../shared/plugin";
import { outputSecrets } from "../shared/values";
import type { Bag, Path, Properties } from "../shared/values";
import { TYPES } from "./resources";

/** Stands in for the `random` provider: values drawn once and kept in the state. */
export class RandomPlugin implements Plugin {
  readonly name = "random";
  readonly version = "4.21.2";

  configure(): void {
    // There is nothing to configure.
  }

  check(call: Call, _olds: Bag, news: Bag): Checked {
    const failures = typeOf(call)
      .required.filter((property) => (news.values[property] ?? undefined) === undefined)
      .map((property) => ({ property, reason: "is missing" }));
    return { inputs: news, failures };
  }

  /** Any change draws a new value, as the official provider does. */
  diff(_call: Call, _id: string, oldInputs: Bag, _olds: Bag, news: Bag): Promise<Difference> {
    const all = changes(oldInputs.values, news.values);
    return Promise.resolve({ changes: all, replaces: all });
  }

  create(
    call: Call,
    inputs: Bag,
    { preview }: { readonly preview: boolean },
  ): Promise<{ id: string; outputs: Bag }> {
    const type = typeOf(call);
    if (preview) return Promise.resolve({ id: "", outputs: inputs });
    const { id, outputs } = type.create(inputs.values);
    return Promise.resolve({ id, outputs: this.state(call, inputs, outputs) });
  }

  read(call: Call, id: string, known?: { inputs: Bag; outputs: Bag }): Promise<Found | undefined> {
    if (known) return Promise.resolve({ id, ...known });
    const { inputs, outputs } = typeOf(call).adopt(id);
    const bag = { values: inputs, secrets: [] };
    // What came in as the id is the secret itself for a password or bytes.
    const keptId = typeOf(call).secret.length > 0 ? "none" : id;
    return Promise.resolve({ id: keptId, inputs: bag, outputs: this.state(call, bag, outputs) });
  }

  update(_call: Call, _id: string, olds: Bag): Promise<Bag> {
    return Promise.resolve(olds);
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  private state(call: Call, inputs: Bag, made: Properties): Bag {
    const secrets: Path[] = typeOf(call).secret.map((name) => [name]);
    return {
      values: { ...made, ...inputs.values },
      secrets: [...secrets, ...outputSecrets(inputs.secrets)],
    };
  }
}

function typeOf(call: Call) {
  const type = TYPES[call.type];
  if (type) return type;
  const known = Object.keys(TYPES)
    .map((token) => token.split(":").at(-1))
    .join(", ");
  throw new PluginError(`${call.type}: the stand-in random plugin has only ${known}`);
}

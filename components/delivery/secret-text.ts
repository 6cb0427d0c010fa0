import * as pulumi from "@pulumi/pulumi";
import type { SecretValues } from "../contracts/context";

const PLACEHOLDER = /\{\{([A-Za-z0-9._-]+)\}\}/g;

/** Names of the secret values that a text refers to. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
}

/**
 * A Secret's text with its `{{name}}` placeholders replaced, as a secret output.
 *
 * @throws Error where a value has no such name: a mistake in the program
 */
export function secretText(
  owner: string,
  text: string,
  values: SecretValues,
): pulumi.Output<string> {
  const names = placeholdersOf(text);
  const found = names.map((name) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`${owner} refers to the secret value ${name}, which nothing makes`);
    return value;
  });
  return pulumi.secret(
    pulumi.all(found).apply((plain) => {
      let index = 0;
      return text.replaceAll(PLACEHOLDER, () => plain[index++] ?? "");
    }),
  );
}

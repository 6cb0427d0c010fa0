import type { App } from "../../spec/app/app";
import { isImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { appSecret } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { externalSecret, type SecretAddress } from "./external-secret";

/** Name of the Secret that holds the files of an app's `secretFiles` volume. */
export const secretFilesName = (app: string, volume: string): string => `${app}-${volume}`;

/** Where each secret of an app stands in the store, by its key. */
export function secretAddresses(app: Pick<App, "name" | "secrets">): Record<string, SecretAddress> {
  return Object.fromEntries(
    Object.entries(app.secrets).map(([key, secret]) => [
      key,
      typeof secret === "string"
        ? { item: app.name, property: secret }
        : { item: secret.item ?? app.name, property: secret.property },
    ]),
  );
}

/**
 * The ExternalSecrets of an app, in its namespace: `appSecret(app)` with all its keys, and one a
 * `secretFiles` volume (named by {@link secretFilesName}) with the files written out.
 *
 * @param text replaces what else the files refer to, e.g. `{{domain}}`, before External Secrets does
 * @throws Error where a file refers to a key that the app does not declare: a mistake in the catalogue
 */
export function appExternalSecret(
  spec: Pick<ClusterSpec, "secretStore">,
  app: App,
  text: (value: string) => string = (value) => value,
): KubernetesObject[] {
  const addresses = secretAddresses(app);
  const objects: KubernetesObject[] = [];
  if (Object.keys(addresses).length > 0) {
    objects.push(
      externalSecret(spec.secretStore, {
        name: appSecret(app.name),
        namespace: app.category,
        keys: addresses,
      }),
    );
  }
  if (!isImageApp(app)) return objects;
  for (const [volume, definition] of Object.entries(app.volumes)) {
    if (!("secretFiles" in definition)) continue;
    const files = Object.entries(definition.secretFiles);
    const template = Object.fromEntries(files.map(([file, content]) => [file, text(content)]));
    objects.push(
      externalSecret(spec.secretStore, {
        name: secretFilesName(app.name, volume),
        namespace: app.category,
        keys: addressesIn(app, volume, Object.values(template), addresses),
        template,
      }),
    );
  }
  return objects;
}

/** The secrets that templates refer to as `{{ .KEY }}`, also inside pipelines. */
function addressesIn(
  app: App,
  volume: string,
  templates: readonly string[],
  addresses: Readonly<Record<string, SecretAddress>>,
): Record<string, SecretAddress> {
  const used = new Set<string>();
  for (const template of templates) {
    for (const [action] of template.matchAll(/\{\{.*?\}\}/gs)) {
      for (const [, key = ""] of action.matchAll(/(?<![\w"`)])\.([A-Za-z_]\w*)/g)) used.add(key);
    }
  }
  return Object.fromEntries(
    [...used].sort().map((key) => {
      const address = addresses[key];
      if (address === undefined) {
        throw new Error(
          `${app.name}: volume ${volume} refers to the secret ${key}, which \`secrets\` lacks`,
        );
      }
      return [key, address];
    }),
  );
}

import { isImageApp, type App } from "../app/app";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/**
 * A secret has one shape: a property of an item is spelt alike by all apps that ask for it, and a
 * variable is either a secret or plain text.
 *
 * Two spellings (`api-key`, `API_KEY`) of one item would be two entries in the store, of which the
 * user would fill one.
 */
export const secretShapes: Rule = (spec) => {
  const owners = new Map<string, { readonly path: string; readonly property: string }>();
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    for (const [key, secret] of Object.entries(app.secrets)) {
      const path = at("apps", name, "secrets", key);
      const { item, property } = secretSource(name, secret);
      const place = JSON.stringify([item, property.toLowerCase().replaceAll(/[^a-z0-9]/g, "")]);
      const first = owners.get(place);
      if (first === undefined) owners.set(place, { path, property });
      else if (first.property !== property) {
        problems.push({
          path,
          value: property,
          message: `item ${item} is asked for "${first.property}" by ${first.path}`,
          remedy: "spell the property alike in both",
        });
      }
      const asVariable = typeof secret === "string" || secret.as === "env";
      if (asVariable && isImageApp(app) && Object.hasOwn(app.env, key)) {
        problems.push({
          path,
          message: `the variable is also set by ${at("apps", name, "env", key)}`,
          remedy: 'keep it in one place, or set as: "none" for the secret',
        });
      }
    }
  }
  return problems;
};

/** Item and property of a secret that an app asks for; the item is the app's name where it names none. */
function secretSource(app: string, secret: App["secrets"][string]) {
  return typeof secret === "string"
    ? { item: app, property: secret }
    : { item: secret.item ?? app, property: secret.property };
}

import type { AppOverride } from "../spec/app/override";
import mosquitto from "./home-automation/mosquitto";
import miniflux from "./selfhosted/miniflux";
import whoami from "./selfhosted/whoami";

/**
 * Every app by name, in the order of their categories. A new app is one file and one line here.
 */
const entries = [mosquitto, miniflux, whoami] as const;

type Entry = (typeof entries)[number];

/** Names of the catalogue. */
export type AppName = Entry["name"];

/** Every definition by its name. */
export const catalog = Object.fromEntries(entries.map((entry) => [entry.name, entry])) as {
  readonly [Name in AppName]: Extract<Entry, { name: Name }>;
};

/**
 * The apps of a stack, each with what the stack changes of it. An app that the catalogue lacks and a
 * field that the model lacks are type errors.
 */
export type AppSelection = { readonly [Name in AppName]?: AppOverride<(typeof catalog)[Name]> };

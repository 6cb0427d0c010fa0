import { isChartApp, isImageApp, type App } from "./app";

/** `{{word}}` or `{{word:app}}`; templates of External Secrets start with a dot and are left alone. */
export const PLACEHOLDER = /\{\{([A-Za-z]+)(?::([a-z0-9-]+))?\}\}/g;

/** Words that stand for the same in every app of a stack. */
export const STACK_WORDS = ["domain", "timeZone", "lan", "pods", "baseDn"] as const;

/** Words that stand for something of the app whose text it is. */
export const OWN_WORDS = ["name", "address", "usb"] as const;

/** Words that stand for something of the app, or of the one behind the colon. */
export const APP_WORDS = ["app", "service", "host", "url"] as const;

/** A text of an app that may hold placeholders, and where it stands in the app. */
export interface AppText {
  readonly keys: readonly PropertyKey[];
  readonly text: string;
}

/** Every text of an app in which placeholders are replaced. */
export function textsOf(app: App): AppText[] {
  return [
    ...textsIn(app.widget?.settings, ["widget", "settings"]),
    ...(isChartApp(app) ? textsIn(app.values, ["values"]) : []),
    ...(isImageApp(app)
      ? [
          ...containerTexts(app, []),
          ...Object.entries(app.sidecars).flatMap(([name, one]) =>
            containerTexts(one, ["sidecars", name]),
          ),
          ...Object.entries(app.cronJobs).flatMap(([name, one]) =>
            containerTexts(one, ["cronJobs", name]),
          ),
          ...Object.entries(app.volumes).flatMap(([name, volume]) => [
            ...("files" in volume ? textsIn(volume.files, ["volumes", name, "files"]) : []),
            ...("secretFiles" in volume
              ? textsIn(volume.secretFiles, ["volumes", name, "secretFiles"])
              : []),
          ]),
        ]
      : []),
  ];
}

interface Container {
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, unknown>> | undefined;
}

function containerTexts(
  { command, args, env }: Container,
  keys: readonly PropertyKey[],
): AppText[] {
  const written = Object.entries(env ?? {}).filter(([, value]) => typeof value === "string");
  return [
    ...textsIn(command, [...keys, "command"]),
    ...textsIn(args, [...keys, "args"]),
    ...textsIn(Object.fromEntries(written), [...keys, "env"]),
  ];
}

/** All texts in a value, at any depth. */
function textsIn(value: unknown, keys: readonly PropertyKey[]): AppText[] {
  if (typeof value === "string") return [{ keys, text: value }];
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown, index) => textsIn(one, [...keys, index]));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, [...keys, key]));
}

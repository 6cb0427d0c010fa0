import type { App } from "./app/app";

/** The app that shows all others on one page. */
export const START_PAGE = "homepage";

/** Variable in which the start page finds a secret of an app's widget. */
export function widgetVariable(app: string, setting: string): string {
  return `HOMEPAGE_VAR_${`${app}_${setting}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;
}

/**
 * The apps with what the start page needs for the widgets of the others: their secrets, and that it
 * may talk to them. So an app says once what its widget is, and the start page's file names none.
 */
export function withWidgets(apps: Readonly<Record<string, App>>): Readonly<Record<string, App>> {
  const page = apps[START_PAGE];
  if (page === undefined) return apps;
  const shown = Object.values(apps).filter(({ widget, name }) => widget && name !== START_PAGE);
  const secrets = shown.flatMap(({ name, widget }): [string, App["secrets"][string]][] =>
    Object.entries(widget?.secrets ?? {}).map(([setting, secret]) => [
      widgetVariable(name, setting),
      typeof secret === "string"
        ? { item: name, property: secret, as: "env" as const }
        : { item: name, ...secret },
    ]),
  );
  return {
    ...apps,
    [START_PAGE]: {
      ...page,
      talksTo: [...new Set([...page.talksTo, ...shown.map(({ name }) => name)])],
      secrets: { ...page.secrets, ...Object.fromEntries(secrets) },
    },
  };
}

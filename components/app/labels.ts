import type { App } from "../../spec/app/app";
import { appSelector } from "../contracts/conventions";

/** The label that an app's pods, jobs included, have in common. Charts set it to their release. */
export const instanceSelector = (app: string): Record<string, string> => ({
  "app.kubernetes.io/instance": app,
});

/** Labels of an app's objects and of the pods that serve it. */
export const appLabels = (app: Pick<App, "name">): Record<string, string> => ({
  ...appSelector(app.name),
  ...instanceSelector(app.name),
});

/** Labels of the pods of a job: they belong to the app, but its Service must not select them. */
export const jobLabels = (app: Pick<App, "name">, job: string): Record<string, string> => ({
  ...appSelector(`${app.name}-${job}`),
  ...instanceSelector(app.name),
});

/** Metadata of an object of an app, named as the app or after it. */
export function appMeta(app: Pick<App, "name" | "category">, suffix?: string) {
  return {
    name: suffix === undefined ? app.name : `${app.name}-${suffix}`,
    namespace: app.category,
    labels: appLabels(app),
  };
}

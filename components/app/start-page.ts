import { isOutsideApp, type App } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { START_PAGE, widgetVariable } from "../../spec/start-page";
import { resolveText, resolveTexts } from "./text";

/**
 * What makes Homepage show an app, where the stack has Homepage: it finds routes by annotations, so
 * no list of apps has to be kept. https://gethomepage.dev/configs/kubernetes/#automatic-service-discovery
 */
export function startPageAnnotations(spec: ClusterSpec, app: App): Record<string, string> {
  if (!(START_PAGE in spec.apps) || app.name === START_PAGE) return {};
  return {
    "gethomepage.dev/enabled": "true",
    "gethomepage.dev/name": title(app.name),
    "gethomepage.dev/group": title(app.category),
    "gethomepage.dev/description": app.description,
    "gethomepage.dev/icon": `${app.name}.png`,
    // A host outside of the cluster has no pods whose state could be shown.
    ...(isOutsideApp(app)
      ? { "gethomepage.dev/external": "true" }
      : { "gethomepage.dev/pod-selector": `app.kubernetes.io/name=${app.name}` }),
    ...widgetAnnotations(spec, app),
  };
}

/**
 * What makes Homepage show live figures of an app. Secrets stand in it as names of variables, which
 * Homepage replaces: https://gethomepage.dev/installation/docker/#using-environment-secrets
 */
function widgetAnnotations(spec: ClusterSpec, app: App): Record<string, string> {
  const { name, widget } = app;
  if (widget === undefined) return {};
  const settings = {
    type: widget.type,
    url: resolveText(spec, app, `{{app:${name}}}`),
    ...resolveTexts(spec, app, widget.settings),
    ...Object.fromEntries(
      Object.keys(widget.secrets).map((key) => [key, `{{${widgetVariable(name, key)}}}`]),
    ),
  };
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`gethomepage.dev/widget.${key}`, value]),
  );
}

/** `home-automation` as `Home Automation`. */
const title = (name: string): string =>
  name
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");

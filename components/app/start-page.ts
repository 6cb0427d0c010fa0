import type { App } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";

/** The app that shows all others on one page. */
const START_PAGE = "homepage";

/**
 * What makes Homepage show an app, where the stack has Homepage: it finds routes by annotations, so
 * no list of apps has to be kept. https://gethomepage.dev/configs/kubernetes/#automatic-service-discovery
 */
export function startPageAnnotations(
  spec: Pick<ClusterSpec, "apps">,
  app: Pick<App, "name" | "category" | "description">,
): Record<string, string> {
  if (!(START_PAGE in spec.apps) || app.name === START_PAGE) return {};
  return {
    "gethomepage.dev/enabled": "true",
    "gethomepage.dev/name": title(app.name),
    "gethomepage.dev/group": title(app.category),
    "gethomepage.dev/description": app.description,
    "gethomepage.dev/icon": `${app.name}.png`,
    "gethomepage.dev/pod-selector": `app.kubernetes.io/name=${app.name}`,
  };
}

/** `home-automation` as `Home Automation`. */
const title = (name: string): string =>
  name
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");

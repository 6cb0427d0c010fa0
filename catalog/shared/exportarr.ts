import type { ImageDefinition } from "../../components/app/model";

/**
 * Metrics of one of the apps that exportarr knows, taken through their API.
 *
 * @param app the app, also exportarr's name for it
 * @param port port that the metrics are served on
 */
export const exportarr = <Name extends string>(app: Name, port: number) =>
  ({
    name: `${app}-exporter` as const,
    category: "monitoring" as const,
    description: `Metrics of ${app}`,
    image: "ghcr.io/onedr0p/exportarr" as const,
    args: [app],
    dependsOn: [app],
    ports: { http: port },
    env: { CONFIG: "", PORT: String(port), URL: `{{app:${app}}}` },
    secrets: { APIKEY: { item: app, property: "api-key" } },
    probes: { readiness: { http: "/healthz" }, liveness: { http: "/healthz" } },
    metrics: { port: "http", interval: "4m" },
    resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
  }) satisfies ImageDefinition;

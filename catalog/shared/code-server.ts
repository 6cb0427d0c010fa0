import type { ImageDefinition } from "../../components/app/model";

type Sidecar = NonNullable<ImageDefinition["sidecars"]>[string];

/** Port of the editor. */
export const CODE_SERVER_PORT = 12321;

/**
 * An editor in the browser for an app's configuration. It has no login of its own, so the route to it
 * needs `auth: "forward"`.
 *
 * @param folder the folder that it opens, which must be mounted in the container `code-server`
 */
export const codeServer = (folder: string): Sidecar => ({
  image: "ghcr.io/coder/code-server",
  args: [
    "--auth=none",
    "--disable-telemetry",
    "--disable-update-check",
    `--user-data-dir=${folder}/.code-server`,
    `--extensions-dir=${folder}/.code-server`,
    `--bind-addr=0.0.0.0:${String(CODE_SERVER_PORT)}`,
    folder,
  ],
  env: { HOME: "/tmp" },
  ports: { code: CODE_SERVER_PORT },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});

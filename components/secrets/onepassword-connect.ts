import type { Bundle } from "../contracts/bundle";
import { SECURITY_NAMESPACE } from "../contracts/conventions";

/** Secret with the credentials file of 1Password Connect. */
const CREDENTIALS = "onepassword-connect-credentials";

/** In-cluster address of 1Password Connect. */
export const CONNECT_URL = `http://onepassword-connect.${SECURITY_NAMESPACE}.svc.cluster.local:8080`;

/**
 * 1Password Connect, the bridge to the vault. Its credentials file is a config secret of the stack:
 * the one thing that cannot come out of the store itself.
 * https://developer.1password.com/docs/connect/get-started/
 */
export function onePasswordConnectBundle(): Bundle {
  return {
    layer: "secrets",
    component: "OnePasswordConnect",
    name: "onepassword-connect",
    namespaces: [{ name: SECURITY_NAMESPACE }],
    secrets: [
      {
        name: CREDENTIALS,
        namespace: SECURITY_NAMESPACE,
        values: { "1password-credentials.json": "{{onePasswordCredentials}}" },
      },
    ],
    charts: [
      {
        name: "onepassword-connect",
        chart: "connect",
        namespace: SECURITY_NAMESPACE,
        values: {
          connect: {
            credentialsName: CREDENTIALS,
            api: {
              resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
            },
            sync: {
              resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
            },
          },
          operator: { create: false },
        },
        // The chart's only definition is for 1Password's own operator, which is not used.
        skipCrds: true,
        brings: {
          workloads: [
            {
              kind: "Deployment",
              name: "onepassword-connect",
              replicas: 1,
              labels: { app: "onepassword-connect" },
            },
          ],
          services: [
            {
              name: "onepassword-connect",
              ports: [
                { name: "connect-api", port: 8080 },
                { name: "connect-sync", port: 8081 },
              ],
              selector: { app: "onepassword-connect" },
            },
          ],
        },
        needs: [`secret:${SECURITY_NAMESPACE}/${CREDENTIALS}`],
      },
    ],
    provides: ["app:onepassword-connect"],
  };
}

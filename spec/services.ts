import { z } from "zod";
import {
  absolutePath,
  byteSize,
  dnsLabel,
  domainName,
  duration,
  host,
  portNumber,
} from "./primitives";

/** Where External Secrets finds the secrets of the apps. */
export const secretStoreSchema = z
  .discriminatedUnion("provider", [
    z.strictObject({
      provider: z.literal("onepassword").describe("1Password Connect in the cluster"),
      vault: z.string().describe("Vault that holds the items"),
    }),
    z.strictObject({
      provider: z.literal("akeyless").describe("aKeyless"),
      gateway: z
        .url({ protocol: /^https$/ })
        .default("https://api.akeyless.io")
        .describe("URL of the aKeyless gateway"),
      pathPrefix: absolutePath.default("/kubernetes").describe("Folder of the items"),
    }),
    z.strictObject({
      provider: z
        .literal("generated")
        .describe("Random values made in the cluster; for the lab, needs no account"),
    }),
  ])
  .describe("Secret store");

/** Metrics, logs and alerts. */
export const monitoringSchema = z
  .strictObject({
    retention: z
      .strictObject({
        time: z
          .string()
          .regex(/^\d+d$/)
          .default("14d")
          .describe("Age of the oldest metric"),
        size: byteSize.default("20Gi").describe("Volume of Prometheus"),
        logs: z
          .string()
          .regex(/^\d+d$/)
          .default("14d")
          .describe("Age of the oldest log line"),
      })
      .prefault({})
      .describe("How long metrics and logs are kept"),
    alerts: z
      .discriminatedUnion("receiver", [
        z.strictObject({ receiver: z.literal("pushover").describe("Pushover to a phone") }),
        z.strictObject({
          receiver: z.literal("webhook").describe("An HTTP POST for each alert"),
          url: z.url({ protocol: /^https?$/ }).describe("Where alerts are posted"),
        }),
        z.strictObject({
          receiver: z.literal("email").describe("A mail for each alert"),
          to: z.email().describe("Address that gets the alerts, through the mail relay"),
        }),
        z.strictObject({ receiver: z.literal("none").describe("Alerts are only shown") }),
      ])
      .default({ receiver: "none" })
      .describe("Where alerts go"),
    silences: z
      .record(
        dnsLabel,
        z.strictObject({
          alert: z.string().min(1).describe("Name of the alert that is not sent"),
          labels: z
            .record(z.string(), z.string())
            .default({})
            .describe("Labels that it must have, as regular expressions"),
          reason: z.string().min(10).describe("Why nobody needs to know"),
        }),
      )
      .default({})
      .describe(
        "Alerts that are not sent, by a name of yours; the app silence-operator applies them",
      ),
    heartbeat: z
      .boolean()
      .default(false)
      .describe(
        "A service outside is told every few minutes that alerts still flow, and warns when not",
      ),
    ups: z
      .strictObject({
        node: z.string().describe("Node that carries the UPS's USB port"),
        device: z.string().describe("Name of the USB device of that node"),
      })
      .optional()
      .describe("Uninterruptible power supply, watched by NUT"),
    unifi: z
      .strictObject({ controller: host.describe("Host of the controller") })
      .optional()
      .describe("UniFi controller to poll"),
  })
  .describe("Monitoring");

/** People and their logins. */
export const identitySchema = z
  .strictObject({
    provider: z.literal("authelia").default("authelia").describe("OIDC provider and forward-auth"),
    directory: z.literal("lldap").default("lldap").describe("LDAP directory"),
    adminGroup: z.string().default("admins").describe("Group of administrators"),
    userGroup: z.string().default("people").describe("Group of users"),
  })
  .describe("Identity");

/** Outgoing mail that apps use by name. */
export const mailSchema = z
  .strictObject({
    host: host.describe("Upstream SMTP server, e.g. Amazon SES"),
    port: portNumber
      .default(587)
      .describe("Port of the upstream server: TLS from the first byte at 465, STARTTLS at others"),
    from: z.email().describe("Sender address"),
    domain: domainName.optional().describe("HELO domain; the cluster's domain where absent"),
  })
  .describe("SMTP relay");

/** How long the build waits for machines and for the world. */
export const timeoutsSchema = z
  .strictObject({
    machines: duration
      .default("10m")
      .describe("For a machine to answer and to take its config, or to give a kubeconfig"),
    bootstrap: duration
      .default("20m")
      .describe("For the first control plane to install, reboot and be bootstrapped"),
    kubernetesApi: duration.default("15m").describe("From bootstrap to an API that answers"),
    nodesReady: duration.default("15m").describe("From Cilium to all nodes Ready"),
    cephHealthy: duration.default("30m").describe("From the Ceph cluster to HEALTH_OK"),
  })
  .describe("Time limits of what may take long; whatever is not done by then is an error");

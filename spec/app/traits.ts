import { z } from "zod";
import { absolutePath, labelKey, labelValue } from "../primitives";

/** A value that an app takes from the secret store. */
export const secret = z
  .union([
    z.string().describe("Property of the app's item in the secret store"),
    z.strictObject({
      property: z.string().describe("Property of the item"),
      item: z.string().optional().describe("Item; the app's name where absent"),
      as: z
        .enum(["env", "none"])
        .default("env")
        .describe("Whether it becomes an environment variable of its key"),
    }),
  ])
  .describe("A secret of the app");

/** Live figures of an app on the start page. */
export const widget = z
  .strictObject({
    type: z.string().min(1).describe("Widget of Homepage, e.g. sonarr"),
    settings: z
      .record(z.string(), z.string())
      .default({})
      .describe("Further settings of the widget; its url is the app's in the cluster where absent"),
    secrets: z
      .record(z.string().regex(/^[A-Za-z]+$/), secret)
      .default({})
      .describe("Settings that are secrets, from the app's item in the secret store"),
  })
  .describe("Live figures on the start page, where the stack has Homepage");

/** How an app signs people in. */
export const identity = z
  .strictObject({
    oidc: z
      .strictObject({
        redirects: z.array(z.string()).min(1).describe("Redirect paths under the app's URL"),
        scopes: z
          .array(z.string())
          .default(["openid", "profile", "email", "groups"])
          .describe("What it may ask about people"),
        policy: z
          .enum(["one_factor", "two_factor"])
          .default("one_factor")
          .describe("What a login takes"),
        tokenAuth: z
          .enum(["client_secret_basic", "client_secret_post"])
          .default("client_secret_basic")
          .describe("How the client sends its secret"),
        flow: z
          .enum(["code", "implicit"])
          .default("code")
          .describe("implicit for an app that takes the token from the redirect and has no secret"),
      })
      .optional()
      .describe("The app is an OIDC client of Authelia"),
    groups: z
      .array(z.string())
      .optional()
      .describe("Groups that may enter by forward-auth; everyone where absent"),
  })
  .describe("Logins");

/** Where an app shows its metrics. */
export const metrics = z
  .strictObject({
    port: z.string().describe("Port by name"),
    path: absolutePath.default("/metrics").describe("Path of the metrics"),
    interval: z.string().default("1m").describe("Time between two scrapes"),
  })
  .describe("Prometheus metrics of the app");

/** Where an app may run, beyond architecture and devices. */
export const scheduling = z
  .strictObject({
    node: z.string().optional().describe("The only node that it may run on"),
    nodeSelector: z
      .record(labelKey, labelValue)
      .optional()
      .describe("Labels that its node must have"),
    tolerations: z
      .array(
        z.strictObject({
          key: labelKey.describe("Key of the taint"),
          value: labelValue.optional().describe("Value of the taint; any where absent"),
          effect: z
            .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
            .optional()
            .describe("Effect of the taint; every one where absent"),
        }),
      )
      .optional()
      .describe("Taints that it tolerates, besides those of a node that it is bound to"),
    near: z.string().optional().describe("App on whose node it must run, to share its volumes"),
  })
  .describe("Where it may run, beyond architecture and devices");

/** Devices of a node that an app needs. */
export const devices = z
  .strictObject({
    gpu: z.enum(["intel", "amd"]).optional().describe("GPU for transcoding or inference"),
    usb: z
      .string()
      .optional()
      .describe("USB device of a node's `usb`, by name; the app runs on that node"),
    tun: z.boolean().optional().describe("TUN device for VPNs"),
  })
  .describe("Devices");

/** What an app may do at the Kubernetes API. */
export const policyRule = z.strictObject({
  apiGroups: z.array(z.string()).describe("API groups; the empty text is the core group"),
  resources: z.array(z.string()).min(1).describe("Resources, e.g. pods"),
  verbs: z.array(z.string()).min(1).describe("What it may do with them, e.g. list"),
});

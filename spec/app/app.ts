import { z } from "zod";
import { architecture, dnsLabel, ipv4, macAddress, reason } from "../primitives";
import { backend } from "./backend";
import {
  containerPort,
  cronJob,
  environment,
  exceptions,
  probes,
  resources,
  sidecar,
} from "./container";
import { route } from "./route";
import { secret, identity, metrics, scheduling, devices, policyRule, widget } from "./traits";
import { volume } from "./volume";

/** The categories that apps are filed under; each is a namespace and a folder of the catalogue. */
export const categories = [
  "ai",
  "banking",
  "cert-manager",
  "cloudnative-pg",
  "home-automation",
  "kube-system",
  "media",
  "monitoring",
  "networking",
  "openebs",
  "rook-ceph",
  "security",
  "selfhosted",
  "system",
] as const;

/** What every catalogue entry says. */
const common = {
  name: dnsLabel.describe("Name of the app, as its file"),
  category: z.enum(categories).describe("Category: its folder and namespace"),
  description: z.string().min(5).describe("What it is, one line"),
  architectures: z
    .array(architecture)
    .min(1)
    .default(["amd64", "arm64"])
    .describe("Architectures that all its images have"),
  dependsOn: z
    .array(z.string())
    .default([])
    .describe("Apps that must be there first and that it may talk to"),
  talksTo: z
    .array(z.string())
    .default([])
    .describe("Apps that it may talk to without waiting for them, where the stack has them"),
  routes: z.record(dnsLabel, route).default({}).describe("Hosts and ports, by a name of yours"),
  secrets: z
    .record(z.string(), secret)
    .default({})
    .describe("Secrets it needs from the store, by environment variable"),
  identity: identity.optional(),
  widget: widget.optional(),
  scheduling: scheduling.optional(),
};

/** An app made of native objects from an image. */
const imageApp = z
  .strictObject({
    ...common,
    image: z.string().describe("Image without tag; the pin is in versions.ts"),
    kind: z
      .enum(["Deployment", "StatefulSet", "DaemonSet", "CronJob"])
      .default("Deployment")
      .describe("Workload; CronJob for an app that is only its `cronJobs`"),
    replicas: z.int().min(0).default(1).describe("Pods"),
    command: z.array(z.string()).optional().describe("Replaces the image's entrypoint"),
    args: z.array(z.string()).optional().describe("Arguments of the entrypoint"),
    env: environment
      .default({})
      .describe("Environment variables: text, or where the value comes from"),
    ports: z
      .record(dnsLabel, containerPort)
      .default({})
      .describe("Ports by name; the first is the main one"),
    loadBalancer: z
      .strictObject({
        address: ipv4.describe("Fixed address out of the stack's range"),
        ports: z.array(z.string()).optional().describe("Ports by name; all where absent"),
        externalTrafficPolicy: z
          .enum(["Cluster", "Local"])
          .default("Cluster")
          .describe("Local keeps the address of clients, and answers on its pod's node alone"),
        host: dnsLabel
          .optional()
          .describe("Label under the domain that the LAN's DNS answers with the address"),
      })
      .optional()
      .describe("A LoadBalancer address of its own; addresses belong into the stack"),
    volumes: z
      .record(dnsLabel, volume)
      .default({})
      .describe(
        "Volumes by name, each of one kind: claim, NFS, files, secret files, scratch, path",
      ),
    database: z
      .strictObject({
        cluster: z.string().default("main").describe("PostgreSQL cluster of the stack"),
        name: z
          .string()
          .regex(/^[a-z_][a-z0-9_]{0,62}$/)
          .optional()
          .describe("Database and role; the app's name where absent"),
        extensions: z.array(z.string()).default([]).describe("Extensions of the database"),
      })
      .optional()
      .describe("A PostgreSQL database of its own"),
    cache: z
      .strictObject({
        name: z.string().default("main").describe("Cache of the stack"),
        index: z.int().min(0).max(15).default(0).describe("Logical database"),
      })
      .optional()
      .describe("A Redis-compatible cache"),
    mail: z.boolean().default(false).describe("Whether it sends mail through the relay"),
    devices: devices.optional(),
    networks: z
      .record(
        z.string(),
        z.strictObject({
          address: ipv4.describe("Its address in the VLAN"),
          mac: macAddress
            .optional()
            .describe("Hardware address of the pod in the VLAN; a random one where absent"),
        }),
      )
      .default({})
      .describe("VLANs of the stack that the pod is attached to; addresses belong into the stack"),
    user: z
      .strictObject({
        uid: z.int().min(0).default(1000).describe("User; 0 needs `exceptions.root`"),
        gid: z.int().min(0).default(1000).describe("Group"),
        groups: z
          .array(z.int().min(0))
          .default([])
          .describe("Supplementary groups, e.g. 44 for video"),
      })
      .prefault({})
      .describe("User that it runs as, and owner of its volumes"),
    resources,
    probes: probes.optional(),
    exceptions: exceptions.default({}),
    metrics: metrics.optional(),
    sidecars: z.record(dnsLabel, sidecar).default({}).describe("Further containers by name"),
    cronJobs: z.record(dnsLabel, cronJob).default({}).describe("Jobs on a schedule by name"),
    permissions: z
      .strictObject({
        cluster: z.array(policyRule).default([]).describe("In all namespaces"),
        namespace: z.array(policyRule).default([]).describe("In its own namespace"),
      })
      .optional()
      .describe("Rights at the Kubernetes API; needs `exceptions.serviceAccountToken`"),
    terminationSeconds: z.int().min(0).optional().describe("Seconds to stop in"),
  })
  .describe("An app from an image");

/** An app that is a Helm chart. */
const chartApp = z
  .strictObject({
    ...common,
    chart: z.string().describe("Chart; the pin is in versions.ts"),
    values: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Values; text may hold the same {{…}} as the environment"),
    service: z
      .strictObject({
        name: z.string().describe("Name of the Service"),
        port: portOf().describe("Port of the Service"),
      })
      .optional()
      .describe("Service of the chart that the routes lead to"),
    brings: z
      .strictObject({
        crds: z
          .array(
            z.strictObject({
              apiVersion: z.string().describe("Group and version, e.g. example.com/v1"),
              kind: z.string().describe("Kind, e.g. Widget"),
              plural: z.string().describe("Name in URLs, e.g. widgets"),
              scope: z.enum(["Namespaced", "Cluster"]).describe("Where its objects live"),
            }),
          )
          .default([])
          .describe("Custom resource definitions"),
        workloads: z
          .array(
            z.strictObject({
              kind: z.enum(["Deployment", "DaemonSet", "StatefulSet"]).describe("Kind"),
              name: z.string().describe("Name"),
              replicas: z.int().min(0).optional().describe("Pods; one where absent"),
            }),
          )
          .default([])
          .describe("Workloads"),
      })
      .prefault({})
      .describe("What the chart brings with these values: custom resources and workloads"),
    podSecurity: z
      .strictObject({
        level: z.enum(["baseline", "privileged"]).describe("Level of its namespace"),
        reason,
      })
      .optional()
      .describe("Pod Security level that its pods need, where `restricted` is not enough"),
  })
  .describe("An app from a chart");

/** A part of the platform: a component under components/ builds it, its routes and secrets are said here. */
const platformApp = z
  .strictObject({
    ...common,
    layer: z
      .enum([
        "network",
        "cloudflare",
        "storage",
        "backup",
        "database",
        "secrets",
        "system",
        "monitoring",
        "identity",
      ])
      .describe("Folder of components/ that builds it"),
    service: z
      .strictObject({
        name: z.string().describe("Name of the Service"),
        port: portOf().describe("Port of the Service"),
      })
      .optional()
      .describe("Service that the routes lead to"),
  })
  .describe("A part of the platform");

/** A host outside of the cluster, which the gateways show like the apps in it. */
const outsideApp = z.strictObject({ ...common, backend }).describe("A host outside of the cluster");

function portOf() {
  return z.int().min(1).max(65535);
}

/** A catalogue entry. */
export const appSchema = z.union([imageApp, chartApp, platformApp, outsideApp]);
/** An app that is an image. */
export const imageAppSchema = imageApp;
/** An app that is a chart. */
export const chartAppSchema = chartApp;
/** An app that a layer builds. */
export const platformAppSchema = platformApp;
/** A host outside of the cluster. */
export const outsideAppSchema = outsideApp;

/** A catalogue entry as it is written. */
export type AppInput = z.input<typeof appSchema>;
/** {@link imageAppSchema} as it is written. */
export type ImageAppInput = z.input<typeof imageApp>;
/** {@link chartAppSchema} as it is written. */
export type ChartAppInput = z.input<typeof chartApp>;
/** {@link platformAppSchema} as it is written. */
export type PlatformAppInput = z.input<typeof platformApp>;
/** {@link outsideAppSchema} as it is written. */
export type OutsideAppInput = z.input<typeof outsideApp>;

/** {@link imageAppSchema} with its defaults. */
export type ImageApp = z.output<typeof imageApp>;
/** {@link chartAppSchema} with its defaults. */
export type ChartApp = z.output<typeof chartApp>;
/** {@link platformAppSchema} with its defaults. */
export type PlatformApp = z.output<typeof platformApp>;
/** {@link outsideAppSchema} with its defaults. */
export type OutsideApp = z.output<typeof outsideApp>;
/** A catalogue entry with its defaults. */
export type App = ImageApp | ChartApp | PlatformApp | OutsideApp;

/** Whether an app is an image. */
export const isImageApp = (app: App): app is ImageApp => "image" in app;
/** Whether an app is a chart. */
export const isChartApp = (app: App): app is ChartApp => "chart" in app;
/** Whether a layer builds an app. */
export const isPlatformApp = (app: App): app is PlatformApp => "layer" in app;
/** Whether an app is a host outside of the cluster. */
export const isOutsideApp = (app: App): app is OutsideApp => "backend" in app;

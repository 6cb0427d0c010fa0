import { z } from "zod";
import type { App } from "./app/app";
import { hardwareSchema } from "./hardware";
import { gatewaySchema, ingressSchema, networkSchema } from "./network";
import { inventorySchema, nodeSchema } from "./node";
import { dnsLabel, domainName, duration, host, timeZone, vVersion } from "./primitives";
import {
  identitySchema,
  mailSchema,
  monitoringSchema,
  secretStoreSchema,
  timeoutsSchema,
} from "./services";
import { backupSchema, cacheSchema, databaseSchema, storageSchema } from "./storage";

const talos = z
  .strictObject({
    version: vVersion.describe("Talos on the nodes"),
    contractVersion: z
      .string()
      .regex(/^v\d+\.\d+$/)
      .describe(
        "Talos minor whose defaults the secrets and configs were first made with; never raised with the version",
      ),
    registryMirrors: z
      .record(z.string(), z.array(z.url({ protocol: /^https?$/ })).min(1))
      .default({})
      .describe("Mirrors by image registry, tried in order"),
    apiAccess: z
      .record(dnsLabel, z.array(z.enum(["os:admin", "os:operator", "os:reader"])).min(1))
      .default({})
      .describe("Namespaces whose pods may use the Talos API, with their roles"),
    sysctls: z
      .record(z.string(), z.string())
      .default({})
      .describe("Kernel parameters of all nodes"),
    kernelModules: z.array(z.string()).default([]).describe("Kernel modules of all nodes"),
    nfsMountOptions: z
      .record(z.string(), z.string())
      .default({})
      .describe("Defaults of /etc/nfsmount.conf, e.g. { nconnect: 16, hard: True }"),
    registryAuth: z
      .record(
        host,
        z.strictObject({
          username: z.string().min(1).describe("User of the registry"),
          password: z.string().min(1).describe("Name of the secret config value with its token"),
        }),
      )
      .default({})
      .describe("Logins of image registries by host, e.g. ghcr.io"),
    forwardKubeDnsToHost: z
      .boolean()
      .default(false)
      .describe(
        "Whether CoreDNS asks the node's DNS cache; Cilium then routes through the host's stack",
      ),
    imageFactory: host
      .default("factory.talos.dev")
      .describe("Host of the Image Factory, part of image names"),
    kubeconfigRenewal: z
      .string()
      .regex(/^\d+h$/)
      .default("2160h")
      .describe("How long before its end a certificate is renewed, in hours"),
  })
  .describe("Talos Linux");

const featureGates = z.record(z.string(), z.boolean()).default({});

const kubernetes = z
  .strictObject({
    version: vVersion.describe("Kubernetes"),
    scheduleOnControlPlanes: z
      .boolean()
      .default(false)
      .describe("Whether control planes run workloads too"),
    certSans: z.array(host).default([]).describe("Further names of the API's certificate"),
    rotateServerCertificates: z
      .boolean()
      .default(true)
      .describe("Whether kubelets get serving certificates signed by the cluster"),
    imageGarbageCollection: z
      .strictObject({
        highPercent: z.int().min(1).max(100).default(85).describe("Disk use that starts it"),
        lowPercent: z.int().min(0).max(99).default(80).describe("Disk use that it stops at"),
        minimumAge: duration.default("2m").describe("Age below which an unused image is kept"),
      })
      .prefault({})
      .describe("When kubelets delete unused images"),
    featureGates: z
      .strictObject({
        kubelet: featureGates.describe("Of the kubelets"),
        apiServer: featureGates.describe("Of the API servers"),
        controllerManager: featureGates.describe("Of the controller managers"),
        scheduler: featureGates.describe("Of the schedulers"),
      })
      .prefault({})
      .describe("Feature gates by component"),
    runtimeConfig: z
      .array(z.string())
      .default([])
      .describe("API versions that are served besides the stable ones"),
    allowedUnsafeSysctls: z
      .array(z.string())
      .default([])
      .describe("Unsafe sysctls that pods may set, a trailing * matches any"),
    serviceAccountIssuer: z
      .strictObject({
        url: z.url({ protocol: /^https$/ }).describe("Issuer of service account tokens"),
        jwksUri: z
          .url({ protocol: /^https$/ })
          .optional()
          .describe("Where its public keys are read; the issuer's default path where absent"),
      })
      .optional()
      .describe("Public OIDC issuer of service accounts, for federation with a cloud"),
  })
  .describe("Kubernetes");

/** A stack as it is written, without its apps, which the catalogue types. */
export const clusterSchema = z.strictObject({
  name: dnsLabel.describe("Name of the cluster"),
  description: z.string().default("").describe("What it is, one line"),
  domain: domainName.describe("Domain that all hosts live under"),
  timeZone: timeZone.describe("Time zone of schedules and apps"),
  delivery: z.enum(["pulumi"]).default("pulumi").describe("Who applies the objects"),
  talos,
  kubernetes,
  network: networkSchema,
  gateways: z
    .record(dnsLabel, gatewaySchema)
    .describe("Gateways by name, e.g. internal and external"),
  ingress: ingressSchema.prefault({}),
  hardware: z.record(dnsLabel, hardwareSchema).describe("Hardware profiles by name"),
  nodes: z.record(dnsLabel, nodeSchema).describe("Nodes by host name"),
  inventory: z
    .record(dnsLabel, inventorySchema)
    .default({})
    .describe("Machines outside the cluster"),
  storage: storageSchema.prefault({}),
  backup: backupSchema.optional(),
  databases: z.record(dnsLabel, databaseSchema).default({}).describe("PostgreSQL clusters by name"),
  caches: z.record(dnsLabel, cacheSchema).default({}).describe("Caches by name"),
  secretStore: secretStoreSchema,
  identity: identitySchema.optional(),
  mail: mailSchema.optional(),
  monitoring: monitoringSchema.prefault({}),
  timeouts: timeoutsSchema.prefault({}),
  apps: z
    .record(z.string(), z.unknown())
    .describe("Apps by name, each with what this stack changes of it"),
});

/** A stack as it is written. */
export type ClusterInput = z.input<typeof clusterSchema>;
/** A stack with static defaults. */
export type ClusterSettings = z.output<typeof clusterSchema>;

/** A node with its defaults. */
export type NodeSpec = ClusterSettings["nodes"][string];
/** A hardware profile with its defaults. */
export type HardwareProfile = ClusterSettings["hardware"][string];
/** A PostgreSQL cluster with its defaults. */
export type DatabaseSpec = ClusterSettings["databases"][string];

/** A gateway with its derived names. */
export interface GatewaySpec {
  readonly name: string;
  readonly address: string;
  readonly exposure: "public" | "private";
  /** DNS name that records of its routes point to, e.g. `external.example.com`. */
  readonly target: string;
  readonly proxied: boolean;
  readonly replicas: number;
  readonly http3: boolean;
}

/** A storage class that the stack has. */
export interface StorageClassSpec {
  readonly name: string;
  readonly role: "replicated" | "local" | "shared";
  readonly isDefault: boolean;
}

/** A valid cluster: every default filled, every derived value set, every app resolved. */
export interface ClusterSpec extends Omit<ClusterSettings, "apps" | "gateways"> {
  readonly gateways: Readonly<Record<string, GatewaySpec>>;
  readonly storageClasses: readonly StorageClassSpec[];
  /** Apps of the stack with overrides and defaults merged in, by name. */
  readonly apps: Readonly<Record<string, App>>;
}

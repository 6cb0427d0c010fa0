import { z } from "zod";
import { byteSize, cpuQuantity, duration, portNumber, reason } from "../primitives";

/** Where a value of the environment comes from when it is not written down. */
const valueSource = z.union([
  z.strictObject({
    database: z
      .enum(["host", "port", "name", "user", "password", "uri"])
      .describe("Part of the app's database connection"),
  }),
  z.strictObject({
    cache: z.enum(["host", "port", "url"]).describe("Part of the app's cache connection"),
  }),
  z.strictObject({ secret: z.string().describe("Key of the app's `secrets`") }),
  z.strictObject({ field: z.string().describe("Field of the pod, e.g. status.podIP") }),
  z.strictObject({
    oidc: z.enum(["issuer", "clientId", "clientSecret"]).describe("Part of the app's OIDC client"),
  }),
  z.strictObject({
    mail: z.enum(["host", "port", "from"]).describe("Part of the cluster's mail relay"),
  }),
]);

/**
 * Environment variables. Their text, like that of commands, files and chart values, may hold:
 * `{{domain}}`, `{{timeZone}}`, `{{lan}}` and `{{pods}}` (networks as CIDR), `{{baseDn}}` (the domain
 * as LDAP name); of the app itself `{{name}}`, `{{host}}` (its first host), `{{url}}` (https:// and
 * that host), `{{address}}` (its LoadBalancer address), `{{usb}}` (the file of its USB device); of
 * another app `{{app:<name>}}` (in-cluster URL of its main port), `{{service:<name>}}` (in-cluster
 * host), `{{host:<name>}}` and `{{url:<name>}}`.
 */
export const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  z.union([z.string(), valueSource]),
);

/** A port of a container: a number for TCP, or number and protocol. */
export const containerPort = z.union([
  portNumber,
  z.strictObject({
    port: portNumber.describe("Port that the container listens on"),
    protocol: z.enum(["TCP", "UDP"]).default("TCP").describe("Transport"),
  }),
]);

/** What the kubelet asks a container; `false` switches the probe off and needs a reason in `probes.reason`. */
const probe = z.union([
  z.literal(false),
  z.strictObject({
    http: z.string().optional().describe("Path that answers 2xx or 3xx"),
    tcp: z.boolean().optional().describe("Whether the port accepts a connection"),
    exec: z.array(z.string()).optional().describe("Command that ends with 0"),
    port: z.string().optional().describe("Port by name; the first port where absent"),
    period: duration.optional().describe("Time between two probes"),
    timeout: duration.optional().describe("How long an answer may take"),
    failures: z.int().min(1).optional().describe("Failures in a row until it counts"),
  }),
]);

/** How the kubelet asks a container whether it is well. */
export const probes = z
  .strictObject({
    readiness: probe.optional().describe("Whether it may get requests"),
    liveness: probe.optional().describe("Whether it has to be restarted"),
    startup: probe
      .optional()
      .describe("Whether it has started; the readiness check for up to five minutes where absent"),
    reason: reason.optional().describe("Why a probe is switched off"),
  })
  .describe("Probes; a TCP check of the first port where absent");

/** CPU and memory that a container asks for and may use. */
export const resources = z
  .strictObject({
    requests: z
      .strictObject({
        cpu: cpuQuantity.describe("CPU that is kept for it, e.g. 250m"),
        memory: byteSize.describe("Memory that is kept for it, e.g. 128Mi"),
      })
      .describe("What the scheduler sets aside"),
    limits: z
      .strictObject({
        cpu: cpuQuantity.optional().describe("Most CPU that it gets; no limit where absent"),
        memory: byteSize.describe("Memory above which it is ended, e.g. 256Mi"),
      })
      .describe("What it may not exceed; CPU is only limited where that is written"),
  })
  .describe("Processor and memory");

/**
 * Exceptions from the secure defaults (non-root, read-only root, no capabilities, no privilege, no
 * host access, no service-account token), each with its reason.
 */
export const exceptions = z
  .strictObject({
    root: reason.optional().describe("Runs as user 0"),
    writableRoot: reason.optional().describe("Writes to its root filesystem"),
    privileged: reason.optional().describe("Runs privileged"),
    privilegeEscalation: reason.optional().describe("May gain privileges, e.g. by setuid"),
    capabilities: z
      .strictObject({ add: z.array(z.string()).min(1).describe("Linux capabilities"), reason })
      .optional()
      .describe("Adds capabilities to none"),
    hostNetwork: reason.optional().describe("Uses the node's network"),
    hostPath: reason.optional().describe("Mounts a path of the node"),
    serviceAccountToken: reason.optional().describe("Talks to the Kubernetes API"),
    sysctls: z
      .strictObject({
        set: z.record(z.string(), z.string()).describe("Parameter to its value"),
        reason,
      })
      .optional()
      .describe("Kernel parameters of the pod"),
  })
  .describe("Exceptions from the secure defaults, each with its reason");

const container = {
  image: z.string().describe("Image without tag; the pin is in versions.ts"),
  command: z.array(z.string()).optional().describe("Replaces the image's entrypoint"),
  args: z.array(z.string()).optional().describe("Arguments of the entrypoint"),
  env: environment.optional().describe("Environment variables"),
  resources,
};

/** A further container of the pod. It mounts the volumes that name it; its `env` may refer to the app's secrets. */
export const sidecar = z
  .strictObject({
    ...container,
    ports: z.record(z.string(), containerPort).default({}).describe("Ports by name"),
    probes: probes.optional(),
    exceptions: exceptions.optional(),
    init: z.boolean().default(false).describe("Runs before the app and ends"),
  })
  .describe("A further container of the pod");

/** A job that runs on a schedule with the app's environment, secrets and volumes. */
export const cronJob = z
  .strictObject({
    ...container,
    image: container.image.optional().describe("Image; the app's where absent"),
    schedule: z.string().describe("Cron schedule in the cluster's time zone"),
    exceptions: exceptions.optional(),
    mounts: z.array(z.string()).default([]).describe("Volumes of the app that the job mounts"),
  })
  .describe("A job on a schedule");

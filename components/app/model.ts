import type {
  ChartAppInput,
  ImageAppInput,
  OutsideAppInput,
  PlatformAppInput,
} from "../../spec/app/app";
import type { ChartName, ImageName } from "../../versions";

/**
 * The app model as catalogue files see it: the shapes of `spec/app/`, with images and charts held
 * to those that `versions.ts` pins.
 */

type SidecarInput = NonNullable<ImageAppInput["sidecars"]>[string];
type CronJobInput = NonNullable<ImageAppInput["cronJobs"]>[string];

/** An app made of native objects from an image. */
export type ImageDefinition = Omit<ImageAppInput, "image" | "sidecars" | "cronJobs"> & {
  image: ImageName;
  sidecars?: Record<string, Omit<SidecarInput, "image"> & { image: ImageName }>;
  cronJobs?: Record<string, Omit<CronJobInput, "image"> & { image?: ImageName | undefined }>;
};

/** An app that is a Helm chart. */
export type ChartDefinition = Omit<ChartAppInput, "chart"> & { chart: ChartName };

/** A part of the platform, whose objects a component under `components/` makes. */
export type PlatformDefinition = PlatformAppInput;

/** A host outside of the cluster that the gateways show. */
export type OutsideDefinition = OutsideAppInput;

/** A catalogue entry as it is written. */
export type AppDefinition =
  ImageDefinition | ChartDefinition | PlatformDefinition | OutsideDefinition;

/**
 * Defines an app. It only types the data; the name stays a literal, so that the catalogue knows its
 * apps by name. Validation is the stack's, before anything is made.
 *
 * @example
 * export default defineApp({
 *   name: "whoami",
 *   category: "selfhosted",
 *   description: "Prints what it knows of a request",
 *   image: "docker.io/traefik/whoami",
 *   ports: { http: 8080 },
 *   routes: { web: { gateway: "external", host: "whoami" } },
 *   resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
 * });
 */
export function defineApp<const Name extends string>(
  app: ImageDefinition & { name: Name },
): ImageDefinition & { name: Name };
export function defineApp<const Name extends string>(
  app: ChartDefinition & { name: Name },
): ChartDefinition & { name: Name };
export function defineApp<const Name extends string>(
  app: PlatformDefinition & { name: Name },
): PlatformDefinition & { name: Name };
export function defineApp<const Name extends string>(
  app: OutsideDefinition & { name: Name },
): OutsideDefinition & { name: Name };
export function defineApp(app: AppDefinition): AppDefinition {
  return app;
}

import { z } from "zod";
import { absolutePath, dnsName, headerName } from "../primitives";

/** Values of headers are at most this long in the Gateway API. */
const HEADER_VALUE_LENGTH = 4096;

const headers = (of: string) =>
  z
    .strictObject({
      set: headerValues.optional().describe("Headers that get this value in place of any other"),
      add: headerValues.optional().describe("Headers that get this value beside any other"),
      remove: z.array(headerName).min(1).optional().describe("Headers that are taken out"),
    })
    .describe(`Headers of the ${of}`);

const headerValues = z.record(headerName, z.string().min(1).max(HEADER_VALUE_LENGTH));

const path = {
  path: absolutePath.optional().describe("Path in place of the whole path"),
  prefix: absolutePath.optional().describe("Path in place of the matched prefix"),
};

/** What a gateway does to requests on the way to the app, and to responses on the way back. */
export const filters = z
  .strictObject({
    requestHeaders: headers("request, on its way to the app").optional(),
    responseHeaders: headers("response, on its way back").optional(),
    redirect: z
      .strictObject({
        scheme: z.enum(["http", "https"]).optional().describe("The request's where absent"),
        host: z
          .union([z.literal("@"), dnsName])
          .optional()
          .describe("Label under the domain, @ for the domain itself, or a full name with a dot"),
        port: z.int().min(1).max(65535).optional().describe("The scheme's port where absent"),
        ...path,
        status: z
          .union([z.literal(301), z.literal(302)])
          .default(302)
          .describe("301 moved for good, 302 for now"),
      })
      .optional()
      .describe("Sends the browser elsewhere; the app gets no such request"),
    rewrite: z
      .strictObject({
        host: dnsName.optional().describe("Host that the app is asked for"),
        ...path,
      })
      .optional()
      .describe("Asks the app for something else than the browser asked for"),
  })
  .describe("What the gateway changes of requests and responses");
/** {@link filters} as they are written. */
export type Filters = z.output<typeof filters>;

/** A host or port under which a gateway shows an app. */
export const route = z
  .strictObject({
    gateway: z.string().describe("Gateway of the stack: `internal` or `external`"),
    host: z
      .string()
      .regex(/^(?:@|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/)
      .optional()
      .describe("Label under the domain, @ for the domain itself; required for HTTP"),
    path: absolutePath.default("/").describe("Path prefix"),
    protocol: z.enum(["HTTP", "TCP", "UDP"]).default("HTTP").describe("What is routed"),
    listener: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe("Port that the gateway listens on for TCP and UDP"),
    port: z.string().optional().describe("Port of the app by name; its first port where absent"),
    proxied: z
      .boolean()
      .optional()
      .describe("Whether Cloudflare proxies the host; the gateway's choice where absent"),
    auth: z
      .enum(["none", "forward"])
      .default("none")
      .describe("Whether Authelia asks for a login first"),
    filters: filters.optional(),
    paths: z
      .record(
        absolutePath,
        z.strictObject({
          port: z.string().optional().describe("Port of the app by name; the route's where absent"),
          filters: filters
            .optional()
            .describe("What the gateway changes here, in place of the route's filters"),
        }),
      )
      .optional()
      .describe("Longer path prefixes of the same host that are treated otherwise"),
  })
  .describe("A host or port under which people reach the app");

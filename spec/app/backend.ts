import { z } from "zod";
import { dnsName, ipv4, portNumber, reason } from "../primitives";

/** Where a gateway finds a host outside of the cluster. */
export const backend = z
  .strictObject({
    address: ipv4.optional().describe("Its address; addresses belong into the stack"),
    host: dnsName
      .optional()
      .describe("Its name, which the gateway looks up, in place of an address"),
    port: portNumber.describe("Port that it answers on"),
    tls: z
      .strictObject({
        name: dnsName.optional().describe("Name in its certificate; its `host` where absent"),
        unverified: reason
          .optional()
          .describe("Why its certificate is not checked, e.g. because it signs it itself"),
      })
      .optional()
      .describe("It speaks HTTPS; plain HTTP where absent"),
  })
  .describe("A host outside of the cluster: an address or a name, and a port");

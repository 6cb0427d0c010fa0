import { createHash } from "node:crypto";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";

/**
 * Made-up answers of the world for a plan without one: stable, so that two plans of the same stack
 * are the same byte for byte, and marked, so that nobody takes them for real.
 */

/** Made-up secret values. They are marked secret by the program; a test looks for this text everywhere. */
export const CANARY = "canary-secret-value";

/** An id in the form of a UUID that depends on nothing but the name. */
const stableId = (name: string): string => {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Outputs that resources of a type add to their inputs. */
const OUTPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "talos:machine/secrets:Secrets": {
    clientConfiguration: { caCertificate: CANARY, clientCertificate: CANARY, clientKey: CANARY },
    machineSecrets: {
      certs: {},
      cluster: { id: CANARY, secret: CANARY },
      secrets: {},
      trustdinfo: { token: CANARY },
    },
  },
  "talos:cluster/kubeconfig:Kubeconfig": {
    kubeconfigRaw: CANARY,
    kubernetesClientConfiguration: {
      host: "",
      caCertificate: CANARY,
      clientCertificate: CANARY,
      clientKey: CANARY,
    },
  },
  "random:index/randomPassword:RandomPassword": { result: CANARY, bcryptHash: CANARY },
  "random:index/randomBytes:RandomBytes": { base64: CANARY, hex: CANARY },
};

/** What a resource of a type has in its state besides its inputs. */
export function outputsOf(type: string): Readonly<Record<string, unknown>> {
  return OUTPUTS[type] ?? {};
}

/** The id that a resource gets. */
export function idOf(type: string, name: string): string {
  return stableId(`${type}/${name}`);
}

/** @throws Error always: the program reads no resource that it has not made */
export function mockRead({ type, name }: MockResourceArgs): never {
  throw new Error(`the offline plan has no ${type} ${name} to read`);
}

/** Answers of provider functions. */
const CALLS: Readonly<
  Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>
> = {
  "talos:machine/getConfiguration:getConfiguration": (inputs) => ({
    ...inputs,
    machineConfiguration: CANARY,
  }),
  "talos:client/getConfiguration:getConfiguration": (inputs) => ({
    ...inputs,
    talosConfig: CANARY,
  }),
  "talos:imageFactory/getUrls:getUrls": (inputs) => ({ ...inputs, urls: {} }),
  "cloudflare:index/getZone:getZone": ({ filter }) => ({
    id: stableId("zone"),
    zoneId: stableId("zone"),
    name: (filter as { name?: string } | undefined)?.name ?? "",
    account: { id: stableId("account"), name: "account" },
  }),
};

/**
 * The answer of a provider function.
 *
 * @throws Error for a function without an answer here: a plan must not make one up silently
 */
export function mockCall({ token, inputs }: MockCallArgs): Record<string, unknown> {
  const call = CALLS[token];
  if (call === undefined) throw new Error(`the offline plan has no answer for ${token}`);
  return call(inputs as Record<string, unknown>);
}

import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { PluginError, messageOf } from "../shared/errors";
import { asArray, asObject, asString, isObject } from "../shared/values";
import type { Properties } from "../shared/values";

/** Where a cluster's API is and how to identify there. Certificates and keys are PEM. */
export interface Connection {
  readonly server: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
  readonly insecure: boolean;
  /** The name that the server's certificate is for, where it is not the host's. */
  readonly serverName?: string;
  /** The namespace of the context, if it names one. */
  readonly namespace?: string;
}

/**
 * Reads the active context of a kubeconfig: its text, or the path of a file.
 *
 * Certificates, keys and tokens are supported; exec and auth-provider plugins are not, as nothing
 * that the lab makes uses them.
 *
 * @throws PluginError with the part that is missing.
 */
export function parseKubeconfig(
  source: string,
  override: { readonly context?: string | undefined; readonly cluster?: string | undefined } = {},
): Connection {
  const config = load(source);
  const contextName = override.context ?? asString(config["current-context"]);
  const context = asObject(named(config, "contexts", contextName)["context"]);
  const cluster = asObject(
    named(config, "clusters", override.cluster ?? asString(context["cluster"]))["cluster"],
  );
  const user = asObject(named(config, "users", asString(context["user"]))["user"]);
  if (user["exec"] !== undefined || user["auth-provider"] !== undefined) {
    throw new PluginError(
      "kubeconfig: exec and auth-provider users are not supported here; use a certificate or token",
    );
  }
  const server = asString(cluster["server"]);
  if (server === undefined) throw new PluginError("kubeconfig: the cluster has no server");

  const ca = pem(cluster, "certificate-authority");
  const cert = pem(user, "client-certificate");
  const key = pem(user, "client-key");
  const token = asString(user["token"]) ?? fileOf(asString(user["tokenFile"]));
  const serverName = asString(cluster["tls-server-name"]);
  const namespace = asString(context["namespace"]);
  return {
    server,
    insecure: cluster["insecure-skip-tls-verify"] === true,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(token !== undefined && { token }),
    ...(serverName !== undefined && { serverName }),
    ...(namespace !== undefined && { namespace }),
  };
}

function load(source: string): Properties {
  // One line that names a file is a path; a kubeconfig in JSON may be one line as well.
  const isPath = !source.includes("\n") && !source.trimStart().startsWith("{");
  const text = isPath && existsSync(source) ? readFileSync(source, "utf8") : source;
  let config: unknown;
  try {
    config = parse(text);
  } catch (error) {
    // The parser quotes the line that it stumbled over, which may be a key.
    throw new PluginError(`kubeconfig: is not YAML (${messageOf(error).split("\n")[0]})`);
  }
  if (!isObject(config)) throw new PluginError("kubeconfig: is neither YAML nor a file's path");
  return config;
}

function named(config: Properties, list: string, name: string | undefined): Properties {
  const entries = asArray(config[list]).map(asObject);
  const entry = name === undefined ? entries[0] : entries.find((item) => item["name"] === name);
  if (!entry) throw new PluginError(`kubeconfig: there is no ${name ?? "entry"} in ${list}`);
  return entry;
}

function pem(holder: Properties, field: string): string | undefined {
  const inline = asString(holder[`${field}-data`]);
  if (inline !== undefined) return Buffer.from(inline, "base64").toString("utf8");
  return fileOf(asString(holder[field]));
}

function fileOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, "utf8").trimEnd();
}

import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import {
  MAIL_HOST,
  MAIL_PORT,
  appSecret,
  cacheHost,
  databaseSecret,
  oidcSecret,
} from "../contracts/conventions";
import { resolveText } from "./text";

type Environment = ImageApp["env"];
type Value = Environment[string];
type Source = Exclude<Value, string>;

/** An environment variable as a pod has it. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

const CACHE_PORT = 6379;

/** Keys of the OIDC client's Secret. */
const OIDC_KEYS = {
  issuer: "issuer",
  clientId: "client-id",
  clientSecret: "client-secret",
} as const;

/**
 * The environment of a container: time zone, then secrets, then what is written, so that written
 * text may refer to the others as `$(NAME)`.
 *
 * @param secrets whether the app's secrets become variables; only its own container gets them all
 */
export function environmentOf(
  spec: ClusterSpec,
  app: ImageApp,
  env: Environment,
  secrets: boolean,
): EnvVar[] {
  const own = secrets
    ? secretKeys(app)
        .filter((key) => !Object.hasOwn(env, key))
        .map((key) => fromSecret(key, appSecret(app.name), key))
    : [];
  return [
    ...(Object.hasOwn(env, "TZ") ? [] : [{ name: "TZ", value: spec.timeZone }]),
    ...own,
    ...Object.entries(env).map(([name, value]) => variable(spec, app, name, value)),
  ];
}

/** Keys of the app's secrets that become variables. */
function secretKeys(app: Pick<ImageApp, "secrets">): string[] {
  return Object.entries(app.secrets).flatMap(([key, secret]) =>
    typeof secret === "string" || secret.as === "env" ? [key] : [],
  );
}

function variable(spec: ClusterSpec, app: ImageApp, name: string, value: Value): EnvVar {
  if (typeof value === "string") return { name, value: resolveText(spec, app, value) };
  return fromSource(spec, app, name, value);
}

function fromSource(spec: ClusterSpec, app: ImageApp, name: string, source: Source): EnvVar {
  if ("database" in source) {
    if (app.database === undefined) throw wrong(app, name, "database");
    return fromSecret(name, databaseSecret(app.name), source.database);
  }
  if ("cache" in source) return { name, value: cacheValue(app, name, source.cache) };
  if ("secret" in source) {
    if (!Object.hasOwn(app.secrets, source.secret)) throw wrong(app, name, "secrets");
    return fromSecret(name, appSecret(app.name), source.secret);
  }
  if ("field" in source) return { name, valueFrom: { fieldRef: { fieldPath: source.field } } };
  if ("oidc" in source) {
    if (app.identity?.oidc === undefined) throw wrong(app, name, "identity.oidc");
    return fromSecret(name, oidcSecret(app.name), OIDC_KEYS[source.oidc]);
  }
  if (!app.mail || spec.mail === undefined) throw wrong(app, name, "mail");
  const mail = { host: MAIL_HOST, port: String(MAIL_PORT), from: spec.mail.from };
  return { name, value: mail[source.mail] };
}

function cacheValue(app: ImageApp, name: string, part: "host" | "port" | "url"): string {
  if (app.cache === undefined) throw wrong(app, name, "cache");
  const host = cacheHost(app.cache.name);
  const port = String(CACHE_PORT);
  const url = `redis://${host}:${port}/${String(app.cache.index)}`;
  return { host, port, url }[part];
}

const fromSecret = (name: string, secret: string, key: string): EnvVar => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

const wrong = (app: ImageApp, name: string, field: string): Error =>
  new Error(`${app.name}: env.${name} refers to \`${field}\`, which the app does not declare`);

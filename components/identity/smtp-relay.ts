import type { PlatformApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { imageAppsOf } from "../../spec/queries";
import { appBundle } from "../app/bundle";
import { instanceSelector } from "../app/labels";
import type { Bundle, SecretDeclaration } from "../contracts/bundle";
import { MAIL_PORT, MONITORING_NAMESPACE, appSecret, appSelector } from "../contracts/conventions";
import { admission, type Peer } from "./admission";
import { withSecrets } from "./pod-secrets";
import { serviceApp } from "./service-app";

/** Port of SMTP over TLS from the first byte; on every other port TLS begins with STARTTLS. */
const SMTPS_PORT = 465;

const METRICS_PORT = 9749;

const CONFIG_PATH = "/etc/maddy";

type Mail = NonNullable<ClusterSpec["mail"]>;

/**
 * The relay that apps hand their mail to without login or encryption. It speaks to the upstream
 * server while the app waits, so that no mail is ever accepted and then lost, and no queue needs a
 * volume. Only apps that say that they send mail reach it.
 */
export function smtpRelayBundle(spec: ClusterSpec, entry: PlatformApp, mail: Mail): Bundle {
  const app = serviceApp(entry, {
    image: "docker.io/foxcpp/maddy",
    replicas: 2,
    command: ["/bin/maddy"],
    args: ["-config", `${CONFIG_PATH}/maddy.conf`, "run"],
    ports: { smtp: MAIL_PORT, metrics: METRICS_PORT },
    volumes: {
      config: { mount: CONFIG_PATH, files: { "maddy.conf": relayConfig(spec, mail) } },
    },
    metrics: { port: "metrics" },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "256Mi" } },
  });
  const bundle = appBundle(spec, app);
  const login = upstreamLogin(app.name, app.category);
  return {
    ...bundle,
    layer: "identity",
    component: "SmtpRelay",
    secrets: [login],
    objects: [
      ...withSecrets(bundle.objects ?? [], {
        env: Object.fromEntries(
          Object.keys(login.values).map((key) => [key, { secret: login.name, key }]),
        ),
      }),
      ...admission(app, "senders", senders(spec), MAIL_PORT),
    ],
  };
}

/** User and password at the upstream server, from the stack's config. */
function upstreamLogin(app: string, namespace: string): SecretDeclaration {
  return {
    name: appSecret(app),
    namespace,
    values: { SMTP_USERNAME: "{{smtpUser}}", SMTP_PASSWORD: "{{smtpPassword}}" },
  };
}

/** Apps that send mail, and Alertmanager where alerts go by mail. */
function senders(spec: ClusterSpec): Peer[] {
  return [
    ...imageAppsOf(spec)
      .filter(({ mail }) => mail)
      .map(({ name, category }) => ({ namespace: category, labels: instanceSelector(name) })),
    ...(Object.hasOwn(spec.apps, "authelia")
      ? [{ namespace: "security", labels: instanceSelector("authelia") }]
      : []),
    ...(spec.monitoring.alerts.receiver === "email"
      ? [{ namespace: MONITORING_NAMESPACE, labels: appSelector("alertmanager") }]
      : []),
  ];
}

/**
 * maddy as a relay. What is sent is not checked: senders are apps of the cluster, and the upstream
 * server signs and refuses what it does not know.
 * https://maddy.email/reference/endpoints/smtp/ and https://maddy.email/reference/targets/smtp/
 */
function relayConfig(spec: ClusterSpec, { host, port, domain }: Mail): string {
  const scheme = port === SMTPS_PORT ? "tls" : "tcp";
  return `hostname ${domain ?? spec.domain}
state_dir /tmp/maddy/state
runtime_dir /tmp/maddy/run
log stderr
tls off

openmetrics tcp://0.0.0.0:${String(METRICS_PORT)} { }

target.smtp upstream {
    targets ${scheme}://${host}:${String(port)}
    starttls ${scheme === "tcp" ? "yes" : "no"}
    auth plain "{env:SMTP_USERNAME}" "{env:SMTP_PASSWORD}"
}

smtp tcp://0.0.0.0:${String(MAIL_PORT)} {
    dmarc no
    limits {
        all rate 20 1s
        all concurrency 50
    }
    deliver_to &upstream
}
`;
}

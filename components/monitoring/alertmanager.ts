import type { ClusterSpec } from "../../spec/cluster";
import type { SecretDeclaration } from "../contracts/bundle";
import { MAIL_HOST, MAIL_PORT, MONITORING_NAMESPACE } from "../contracts/conventions";

type Alerts = ClusterSpec["monitoring"]["alerts"];

/** Secret with the keys of Pushover; Alertmanager reads them from files. */
const PUSHOVER_SECRET = "alertmanager-pushover";

/** Secret with the address of the dead man's switch. */
const HEARTBEAT_SECRET = "alertmanager-heartbeat";

/** Receiver that calls the dead man's switch. */
const HEARTBEAT = "heartbeat";

/** Receiver of what nobody wants to be told. */
const NOBODY = "nobody";

/** Receiver of everything else. */
const PEOPLE = "people";

/** Where the operator mounts the Secrets that `alertmanagerSpec.secrets` names. */
const secretFile = (secret: string, key: string): string =>
  `/etc/alertmanager/secrets/${secret}/${key}`;

/** The Secrets that Alertmanager signs in with. */
export function receiverSecrets({
  alerts,
  heartbeat,
}: ClusterSpec["monitoring"]): SecretDeclaration[] {
  const namespace = MONITORING_NAMESPACE;
  const pushover: SecretDeclaration = {
    name: PUSHOVER_SECRET,
    namespace,
    values: { token: "{{pushoverToken}}", "user-key": "{{pushoverUserKey}}" },
  };
  const deadMansSwitch: SecretDeclaration = {
    name: HEARTBEAT_SECRET,
    namespace,
    values: { url: "{{heartbeatUrl}}" },
  };
  return [
    ...(alerts.receiver === "pushover" ? [pushover] : []),
    ...(heartbeat ? [deadMansSwitch] : []),
  ];
}

/**
 * Alertmanager's configuration. It holds no secret: those are files of a mounted Secret.
 * https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(spec: ClusterSpec): Record<string, unknown> {
  const { alerts, heartbeat } = spec.monitoring;
  return {
    global: { resolve_timeout: "5m" },
    route: {
      receiver: alerts.receiver === "none" ? NOBODY : PEOPLE,
      group_by: ["alertname", "namespace", "job"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        ...(heartbeat ? [heartbeatRoute] : []),
        // Always on: shows that alerts flow. InfoInhibitor only exists to inhibit others.
        { receiver: NOBODY, matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
        { receiver: NOBODY, matchers: ['severity = "info"'] },
      ],
    },
    inhibit_rules: inhibitions(),
    receivers: [
      { name: NOBODY },
      ...(heartbeat ? [heartbeatReceiver] : []),
      ...receivers(spec, alerts),
    ],
  };
}

/** The chart's Watchdog always fires: as long as it arrives outside, everything before it works. */
const heartbeatRoute = {
  receiver: HEARTBEAT,
  matchers: ['alertname = "Watchdog"'],
  group_wait: "0s",
  group_interval: "1m",
  repeat_interval: "4m",
} as const;

const heartbeatReceiver = {
  name: HEARTBEAT,
  webhook_configs: [{ url_file: secretFile(HEARTBEAT_SECRET, "url"), send_resolved: false }],
} as const;

/** What is worse silences what follows from it. */
function inhibitions() {
  return [
    {
      source_matchers: ['severity = "critical"'],
      target_matchers: ['severity =~ "warning|info"'],
      equal: ["alertname", "namespace"],
    },
    {
      source_matchers: ['severity = "warning"'],
      target_matchers: ['severity = "info"'],
      equal: ["alertname", "namespace"],
    },
    {
      source_matchers: ['alertname = "InfoInhibitor"'],
      target_matchers: ['severity = "info"'],
      equal: ["namespace"],
    },
  ];
}

function receivers(spec: ClusterSpec, alerts: Alerts): Record<string, unknown>[] {
  switch (alerts.receiver) {
    case "none":
      return [];
    case "pushover":
      return [{ name: PEOPLE, pushover_configs: [pushover(spec)] }];
    case "webhook":
      return [{ name: PEOPLE, webhook_configs: [{ url: alerts.url, send_resolved: true }] }];
    case "email":
      return [{ name: PEOPLE, email_configs: [email(spec, alerts.to)] }];
  }
}

/** Critical alerts pass the quiet hours of the phone; https://pushover.net/api#priority */
function pushover({ name }: ClusterSpec) {
  return {
    token_file: secretFile(PUSHOVER_SECRET, "token"),
    user_key_file: secretFile(PUSHOVER_SECRET, "user-key"),
    send_resolved: true,
    priority:
      '{{ if and (eq .Status "firing") (eq .CommonLabels.severity "critical") }}1{{ else }}0{{ end }}',
    title: `[${name}] {{ .Status | toUpper }}{{ if eq .Status "firing" }} ({{ .Alerts.Firing | len }}){{ end }} {{ .CommonLabels.alertname }}`,
    message:
      "{{ range .Alerts }}{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Annotations.description }}{{ end }}\n{{ end }}",
  };
}

/** Through the mail relay of the cluster, which signs in upstream; it takes mail without TLS. */
function email({ mail, domain }: ClusterSpec, to: string) {
  return {
    to,
    from: mail?.from ?? `alertmanager@${domain}`,
    smarthost: `${MAIL_HOST}:${String(MAIL_PORT)}`,
    require_tls: false,
    send_resolved: true,
  };
}

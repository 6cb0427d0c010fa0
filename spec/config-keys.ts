import type { ClusterSpec } from "./cluster";

/** A key of Pulumi's config that a stack needs. */
export interface ConfigKey {
  /** Key in the project's namespace, e.g. `cloudflareApiToken`. */
  readonly key: string;
  /** Whether it has to be set with `--secret`. */
  readonly secret: boolean;
  /** What it is used for. */
  readonly usedBy: string;
  /** Where its value comes from. */
  readonly howToGet: string;
  /** File that holds the value, for a value of more than one line. */
  readonly file?: string;
}

/**
 * The config keys that a stack needs, in order of name: what the program itself signs in with, and
 * what opens the secret store. Everything else that an app or a backup needs stands in that store.
 */
export function configKeys(spec: ClusterSpec): ConfigKey[] {
  const keys = [
    ...cloudflareKeys(spec),
    ...lanKeys(spec),
    ...tailscaleKeys(spec),
    ...storeKeys(spec),
    ...alertKeys(spec),
    ...mailKeys(spec),
    ...registryKeys(spec),
  ];
  return keys.sort((a, b) => (a.key < b.key ? -1 : 1));
}

const secret = (key: string, usedBy: string, howToGet: string): ConfigKey => ({
  key,
  secret: true,
  usedBy,
  howToGet,
});

function cloudflareKeys({ ingress, domain }: ClusterSpec): ConfigKey[] {
  if (ingress.cloudflare === undefined) return [];
  return [
    secret(
      "cloudflareApiToken",
      "tunnel, public DNS and certificates",
      `an API token for the zone ${ingress.cloudflare.zone ?? domain} (docs/network.md has its scopes)`,
    ),
  ];
}

function lanKeys({ ingress, monitoring }: ClusterSpec): ConfigKey[] {
  const uses = [
    ...(ingress.splitDns === undefined ? [] : ["DNS of the LAN"]),
    ...(monitoring.unifi === undefined ? [] : ["metrics of the network"]),
  ];
  if (uses.length === 0) return [];
  return [
    secret(
      "unifiApiKey",
      uses.join(" and "),
      "an API key of the UniFi controller (Control Plane, Integrations)",
    ),
  ];
}

/** https://tailscale.com/kb/1236/kubernetes-operator#prerequisites */
function tailscaleKeys({ ingress }: ClusterSpec): ConfigKey[] {
  if (ingress.tailscale === undefined) return [];
  const client = "an OAuth client of the tailnet with write access to devices and auth keys";
  return [
    secret("tailscaleClientId", "the Tailscale operator", `the id of ${client}`),
    secret("tailscaleClientSecret", "the Tailscale operator", `the secret of ${client}`),
  ];
}

function storeKeys({ secretStore }: ClusterSpec): ConfigKey[] {
  switch (secretStore.provider) {
    case "onepassword":
      return [
        {
          ...secret(
            "onePasswordCredentials",
            "1Password Connect",
            `1password-credentials.json of a Connect server with access to the vault ${secretStore.vault}`,
          ),
          file: "1password-credentials.json",
        },
        secret(
          "onePasswordToken",
          "External Secrets",
          `an access token of that Connect server for the vault ${secretStore.vault}`,
        ),
      ];
    case "akeyless": {
      const access = `an API-key authentication method that may read ${secretStore.pathPrefix}`;
      return [
        secret("akeylessAccessId", "External Secrets", `the access id of ${access}`),
        secret("akeylessAccessKey", "External Secrets", `the access key of ${access}`),
      ];
    }
    case "generated":
      return [];
  }
}

function alertKeys({ monitoring }: ClusterSpec): ConfigKey[] {
  return [
    ...(monitoring.heartbeat
      ? [
          secret(
            "heartbeatUrl",
            "Alertmanager",
            "the address that a dead man's switch, e.g. healthchecks.io, wants to be called at",
          ),
        ]
      : []),
    ...(monitoring.alerts.receiver === "pushover"
      ? [
          secret("pushoverToken", "Alertmanager", "the API token of a Pushover application"),
          secret("pushoverUserKey", "Alertmanager", "the user key of the Pushover account"),
        ]
      : []),
  ];
}

function mailKeys({ mail }: ClusterSpec): ConfigKey[] {
  if (mail === undefined) return [];
  return [
    secret("smtpPassword", "the mail relay", `the password of that user at ${mail.host}`),
    secret("smtpUser", "the mail relay", `an SMTP user at ${mail.host}`),
  ];
}

/** One key for all registries that name it. */
function registryKeys({ talos }: ClusterSpec): ConfigKey[] {
  const hosts = new Map<string, string[]>();
  for (const [host, { password }] of Object.entries(talos.registryAuth)) {
    hosts.set(password, [...(hosts.get(password) ?? []), host]);
  }
  return [...hosts].map(([key, names]) =>
    secret(key, "pulling images", `a token that may pull from ${names.join(" and ")}`),
  );
}

/**
 * One line for every missing key, with the command that sets it. The command asks for the value, so
 * that no secret ends up in the shell's history.
 */
export function missingConfig(stack: string, missing: readonly ConfigKey[]): string[] {
  return missing.map(({ key, secret: hidden, usedBy, howToGet, file }) => {
    const command =
      `pulumi config set${hidden ? " --secret" : ""} hearth:${key} --stack ${stack}` +
      (file === undefined ? "" : ` < ${file}`);
    return `hearth:${key} is missing (${usedBy}); get ${howToGet}, then run: ${command}`;
  });
}

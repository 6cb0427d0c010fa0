import type { PlatformApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { webAddress } from "../../spec/queries";
import { appBundle } from "../app/bundle";
import type { Bundle } from "../contracts/bundle";
import { databaseClusterOf } from "./databases";
import { firstRun, peopleJob, peopleVolumes, PEOPLE_JOB } from "./lldap-people";
import { serviceApp } from "./service-app";

/** Port of LDAP. Apps in the cluster speak it unencrypted: their traffic stays in Cilium's network. */
export const LDAP_PORT = 5389;
const WEB_PORT = 8080;

/** Folder of the SQLite database, where the stack has no PostgreSQL. */
const DATA = "/data";

/** No file for the key that protects passwords: it comes from the seed in the store. */
const CONFIG = 'key_file = ""\n';

/**
 * LLDAP, the directory of people and groups.
 * Settings: https://github.com/lldap/lldap/blob/main/lldap_config.docker_template.toml
 */
export function lldapBundle(spec: ClusterSpec, entry: PlatformApp): Bundle {
  const cluster = databaseClusterOf(spec, entry.name);
  const url = webAddress(spec, entry.name);
  const app = serviceApp(entry, {
    image: "ghcr.io/lldap/lldap",
    // Two can only share a database server.
    replicas: cluster === undefined ? 1 : 2,
    // The entrypoint copies a configuration and changes to its user, which a read-only root and a
    // user of its own leave nothing of.
    command: ["/app/lldap"],
    args: ["run", "--config-file", "/etc/lldap/lldap.toml"],
    env: {
      LLDAP_HTTP_PORT: String(WEB_PORT),
      LLDAP_LDAP_PORT: String(LDAP_PORT),
      LLDAP_LDAP_BASE_DN: "{{baseDn}}",
      ...(url === undefined ? {} : { LLDAP_HTTP_URL: url }),
      LLDAP_DATABASE_URL:
        cluster === undefined ? `sqlite://${DATA}/users.db?mode=rwc` : { database: "uri" },
    },
    ports: { http: WEB_PORT, ldap: LDAP_PORT },
    volumes: {
      ...peopleVolumes(spec),
      config: { mount: "/etc/lldap", files: { "lldap.toml": CONFIG } },
      ...(cluster === undefined ? { data: { mount: DATA, size: "1Gi", backup: true } } : {}),
    },
    ...(cluster === undefined ? {} : { database: { cluster } }),
    cronJobs: { [PEOPLE_JOB]: peopleJob() },
    probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "256Mi" } },
  });
  const bundle = appBundle(spec, app);
  const objects = bundle.objects ?? [];
  return {
    ...bundle,
    layer: "identity",
    component: "Lldap",
    objects: [...objects, ...objects.filter(({ kind }) => kind === "CronJob").map(firstRun)],
  };
}

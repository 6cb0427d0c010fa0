import type { ImageAppInput } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { record, type KubernetesObject } from "../contracts/object";

/** Login name of Authelia in the directory. */
export const BIND_USER = "authelia";

/** A group of LLDAP itself: it may change the passwords of all but administrators. */
const PASSWORD_MANAGERS = "lldap_password_manager";

/** The job, and the volumes that it reads. */
export const PEOPLE_JOB = "people";
const GROUPS_AND_USERS = "people";
const BIND_SECRET = "bind";

const FOLDER = "/bootstrap";
const BIND_PATH = "/secrets/bind";
const BIND_FILE = "password";

type Volumes = NonNullable<ImageAppInput["volumes"]>;
type CronJob = NonNullable<ImageAppInput["cronJobs"]>[string];

/** The groups of the stack and Authelia's own user, as files of the job alone. */
export function peopleVolumes({ identity, domain }: ClusterSpec): Volumes {
  const groups = [identity?.adminGroup, identity?.userGroup].filter((name) => name !== undefined);
  const user = {
    id: BIND_USER,
    email: `${BIND_USER}@${domain}`,
    displayName: "Authelia",
    password_file: `${BIND_PATH}/${BIND_FILE}`,
    groups: [PASSWORD_MANAGERS],
  };
  return {
    [GROUPS_AND_USERS]: {
      mount: {
        [`${FOLDER}/group-configs/groups.json`]: "groups.json",
        [`${FOLDER}/user-configs/users.json`]: "users.json",
      },
      containers: [],
      files: {
        "groups.json": [...new Set(groups)].map((name) => JSON.stringify({ name })).join("\n"),
        "users.json": JSON.stringify(user),
      },
    },
    [BIND_SECRET]: {
      mount: BIND_PATH,
      containers: [],
      secretFiles: { [BIND_FILE]: "{{ .BIND_PASSWORD }}" },
    },
  };
}

/**
 * Makes the groups and Authelia's user where they are missing and sets its password to that of the
 * secret store, by the script of the image. Everyone else is left alone. It runs every hour, so that
 * a password that is changed in the store reaches the directory.
 * https://github.com/lldap/lldap/blob/main/example_configs/bootstrap/bootstrap.md
 */
export function peopleJob(): CronJob {
  return {
    schedule: "17 * * * *",
    command: ["/app/bootstrap.sh"],
    env: {
      LLDAP_URL: "{{app}}",
      LLDAP_ADMIN_PASSWORD: { secret: "LLDAP_LDAP_USER_PASS" },
      GROUP_CONFIGS_DIR: `${FOLDER}/group-configs`,
      USER_CONFIGS_DIR: `${FOLDER}/user-configs`,
    },
    mounts: [GROUPS_AND_USERS, BIND_SECRET],
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
  };
}

/** The first run of a job on a schedule, at once: the directory is of no use before it. */
export function firstRun({ metadata, ...cronJob }: KubernetesObject): KubernetesObject {
  const job = record(record(record(cronJob["spec"])["jobTemplate"])["spec"]);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { ...metadata, name: `${metadata.name}-first` },
    // The directory takes a moment to start, longer than the retries of a job on a schedule; and a
    // job that removed itself would be made again by every update.
    spec: { backoffLimit: 10, template: job["template"] },
  };
}

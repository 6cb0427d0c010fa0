import type { IDatabase } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Database";
import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { SecretDeclaration } from "../contracts/bundle";
import type { Capability } from "../contracts/capability";
import { databaseSecret, POSTGRES_NAMESPACE, postgresHost } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/** Port of every PostgreSQL cluster. */
export const POSTGRES_PORT = 5432;

/** An app's database: what the app's component registers with it. */
export interface AppDatabase {
  readonly objects: readonly KubernetesObject[];
  readonly secrets: readonly SecretDeclaration[];
  /** Secret value to its length in characters; generated once and kept. */
  readonly generated: Readonly<Record<string, number>>;
  /** What the app's pods wait for. */
  readonly needs: readonly Capability[];
}

/** Name of an app's database and of the role that owns it. */
export function databaseName(app: Pick<ImageApp, "name" | "database">): string {
  return app.database?.name ?? app.name.replaceAll("-", "_");
}

/** Name of the Secret, beside the PostgreSQL cluster, with an app's role and password. */
export const roleSecret = (app: string): string => `${app}-role`;

/**
 * The database, role and connection of an app; nothing for an app without database. The cluster
 * makes the role (its `managed.roles`), the Database object the database; both keep their data when
 * the app leaves. The password goes into two Secrets: one for the cluster, one for the app.
 * https://cloudnative-pg.io/documentation/1.28/declarative_database_management/
 *
 * @throws Error where the stack has no such cluster; a rule of the spec finds that before
 */
export function appDatabase(
  spec: Pick<ClusterSpec, "databases">,
  app: Pick<ImageApp, "name" | "category" | "database">,
): AppDatabase {
  if (app.database === undefined) return { objects: [], secrets: [], generated: {}, needs: [] };
  const { cluster, extensions } = app.database;
  if (spec.databases[cluster] === undefined) {
    throw new Error(`${app.name} asks for the database cluster ${cluster}, which the stack lacks`);
  }
  const name = databaseName(app);
  const value = `${app.name}-database-password`;
  const password = `{{${value}}}`;
  const host = postgresHost(cluster);
  const port = String(POSTGRES_PORT);
  const database = {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Database",
    metadata: { name: app.name, namespace: POSTGRES_NAMESPACE },
    spec: {
      name,
      owner: name,
      cluster: { name: cluster },
      databaseReclaimPolicy: "retain",
      ...(extensions.length === 0 ? {} : { extensions: extensions.map((one) => ({ name: one })) }),
    },
  } satisfies KubernetesObject & IDatabase;
  return {
    objects: [database],
    secrets: [
      {
        name: roleSecret(app.name),
        namespace: POSTGRES_NAMESPACE,
        type: "kubernetes.io/basic-auth",
        // The operator takes a changed password over only from Secrets with this label.
        labels: { "cnpg.io/reload": "true" },
        values: { username: name, password },
      },
      {
        name: databaseSecret(app.name),
        namespace: app.category,
        values: {
          host,
          port,
          name,
          user: name,
          password,
          uri: `postgresql://${name}:${password}@${host}:${port}/${name}`,
        },
      },
    ],
    generated: { [value]: 32 },
    needs: [`postgres:${cluster}`],
  };
}

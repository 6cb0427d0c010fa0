import { at } from "../report";
import type { Rule } from "./rule";

/**
 * A database is only recovered where there is a backup to recover from. Volumes that ask for backup
 * without a target are no error: the plan lists them.
 */
export const backupTarget: Rule = (spec) =>
  spec.backup !== undefined
    ? []
    : Object.entries(spec.databases).flatMap(([name, { recover }]) =>
        recover?.enabled === true
          ? [
              {
                path: at("databases", name, "recover", "enabled"),
                value: true,
                message: "there is no backup to recover from",
                remedy: "add backup.target, or set recover.enabled: false",
              },
            ]
          : [],
      );

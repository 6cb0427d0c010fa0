import type { ClusterSpec } from "../../spec/cluster";
import { configKeys, missingConfig } from "../../spec/config-keys";
import { failed, ok, skipped, warned, type Check } from "./check";
import type { World } from "./world";

/** The oldest engine in which a failing gate fails the deployment; Pulumi.yaml asks for the same. */
export const OLDEST_PULUMI = "3.238.0";
/** The oldest Node.js that the Pulumi SDK runs on; package.json asks for the same. */
export const OLDEST_NODE = "22.0.0";

/** What this computer needs: Node.js, the Pulumi CLI, its plugins and a backend. */
export async function checkMachine(
  world: World,
  nodeVersion: string,
  plugins: Readonly<Record<string, string>>,
): Promise<Check[]> {
  const checks: Check[] = [
    isAtLeast(nodeVersion, OLDEST_NODE)
      ? ok("Node.js", nodeVersion)
      : failed(
          "Node.js",
          `${nodeVersion} is older than ${OLDEST_NODE}`,
          "run this through npm, which uses the Node.js of node_modules",
        ),
  ];
  const version = (await world.run("pulumi", ["version"]))?.trim().replace(/^v/, "");
  if (version === undefined) {
    const later = "the Pulumi CLI is missing";
    return [
      ...checks,
      failed("Pulumi CLI", "is not on PATH", "install it: https://www.pulumi.com/docs/install/"),
      skipped("Pulumi backend", later),
      skipped("Pulumi plugins", later),
    ];
  }
  checks.push(
    isAtLeast(version, OLDEST_PULUMI)
      ? ok("Pulumi CLI", version)
      : failed(
          "Pulumi CLI",
          `${version} is older than ${OLDEST_PULUMI}`,
          "install a newer one: https://www.pulumi.com/docs/install/",
        ),
  );
  const [who, installed] = await Promise.all([
    world.run("pulumi", ["whoami", "--json", "--non-interactive"]),
    world.run("pulumi", ["plugin", "ls", "--json"]),
  ]);
  const { user = "", url = "" } = parseJson<{ user?: string; url?: string }>(who) ?? {};
  checks.push(
    who === undefined
      ? failed(
          "Pulumi backend",
          "nobody is logged in",
          "choose a backend with: pulumi login (docs/state.md)",
        )
      : ok("Pulumi backend", [user, url].filter((part) => part !== "").join(" at ")),
    pluginCheck(parseJson<readonly Plugin[]>(installed) ?? [], plugins),
  );
  return checks;
}

interface Plugin {
  readonly name: string;
  readonly version?: string;
}

function pluginCheck(
  installed: readonly Plugin[],
  wanted: Readonly<Record<string, string>>,
): Check {
  const missing = Object.entries(wanted).filter(
    ([name, version]) => !installed.some((one) => one.name === name && one.version === version),
  );
  return missing.length === 0
    ? ok("Pulumi plugins", `${String(Object.keys(wanted).length)} are installed`)
    : warned(
        "Pulumi plugins",
        `${missing.map(([name, version]) => `${name} ${version}`).join(", ")} not installed yet`,
        "run: pulumi install; or let the first preview download them",
      );
}

/** Config keys of the stack, and their values for the checks that need one. Values are never shown. */
export async function checkConfig(
  world: World,
  stack: string,
  spec: ClusterSpec,
): Promise<{ readonly checks: Check[]; readonly values: ReadonlyMap<string, string> }> {
  const text = await world.run("pulumi", [
    "config",
    "--show-secrets",
    "--json",
    "--non-interactive",
    "--stack",
    stack,
  ]);
  const config = parseJson<Record<string, { value?: string; secret?: boolean }>>(text);
  if (config === undefined) {
    return {
      checks: [
        failed(
          "stack and config",
          `the config of ${stack} cannot be read`,
          `log in, then make the stack with: pulumi stack init ${stack}; a passphrase has to be in PULUMI_CONFIG_PASSPHRASE`,
        ),
      ],
      values: new Map(),
    };
  }
  const values = new Map<string, string>();
  const checks = configKeys(spec).map((key): Check => {
    const title = `config ${key.key}`;
    const entry = config[`hearth:${key.key}`];
    if (entry?.value === undefined || entry.value === "") {
      const [line = ""] = missingConfig(stack, [key]);
      return failed(title, "is missing", line.slice(line.indexOf("; ") + 2));
    }
    values.set(key.key, entry.value);
    return key.secret && entry.secret !== true
      ? failed(
          title,
          "stands in the open",
          `set it again, encrypted: pulumi config set --secret hearth:${key.key} --stack ${stack}`,
        )
      : ok(title, "is set");
  });
  const endpoints = config["hearth:endpoints"]?.value;
  if (endpoints !== undefined) values.set("endpoints", endpoints);
  return { checks, values };
}

/** Whether a version is at least another; both as three numbers, what follows a hyphen is left out. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string) =>
    (text.replace(/^v/, "").split("-")[0] ?? "").split(".").map(Number);
  const [a, b] = [numbers(version), numbers(least)];
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function parseJson<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

import { join, resolve } from "node:path";

/**
 * Where everything of the lab lives; in the project, so that deleting the folder deletes the lab.
 * `HEARTH_LAB_DIR` names another folder, for a second lab beside the first.
 */
export const LAB_ROOT = resolve(
  process.env["HEARTH_LAB_DIR"] ?? resolve(__dirname, "..", "..", ".lab"),
);

/** The files of one rehearsed stack. */
export interface LabPaths {
  /** Everything of the stack. */
  readonly root: string;
  /** State of the simulated world: machines, etcd, Cloudflare. */
  readonly world: string;
  /** Pulumi's file backend with the stack's encrypted state. */
  readonly backend: string;
  /** Pulumi's home: credentials and installed plugins. */
  readonly home: string;
  /** Working directory of the Automation API. */
  readonly workspace: string;
  /** Executables of plugins and tools that the engine is to find. */
  readonly bin: string;
  /** What the world process says of itself. */
  readonly worldFile: string;
  /** Held by the process that simulates the world. */
  readonly worldClaim: string;
  /** Held by the command that works on the stack; there is one at a time. */
  readonly commandClaim: string;
  /** The process of the engine that runs now. */
  readonly engineProcess: string;
  /** Passphrase of the state's secrets, made at the first run. */
  readonly passphrase: string;
  /** What charts bring, for the stand-in plugin. */
  readonly charts: string;
  /** Administrator's kubeconfig, mode 0600. */
  readonly kubeconfig: string;
  /** Figures of the last run. */
  readonly lastRun: string;
  /** Log of the world process. */
  readonly worldLog: string;
}

/** The files of a stack under a lab folder. */
export function labPaths(stack: string, base: string = LAB_ROOT): LabPaths {
  const root = join(base, stack);
  return {
    root,
    world: join(root, "world"),
    backend: join(root, "backend"),
    home: join(root, "pulumi-home"),
    workspace: join(root, "workspace"),
    bin: join(root, "bin"),
    worldFile: join(root, "world.json"),
    worldClaim: join(root, "world.claim"),
    commandClaim: join(base, `${stack}.claim`),
    engineProcess: join(root, "engine.json"),
    passphrase: join(root, "passphrase"),
    charts: join(root, "charts.json"),
    kubeconfig: join(root, "kubeconfig"),
    lastRun: join(root, "last-run.json"),
    worldLog: join(root, "world.log"),
  };
}

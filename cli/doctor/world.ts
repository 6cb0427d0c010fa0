import { execFile } from "node:child_process";
import { connect } from "node:net";
import { promisify } from "node:util";

/** What the checks ask of the computer and the network; a test puts its own in place. */
export interface World {
  /** Runs a program: its output, or undefined where it is missing or fails. */
  readonly run: (program: string, args: readonly string[]) => Promise<string | undefined>;
  /** Whether a TCP port answers: `open`, `refused` by a host that is there, or `silent`. */
  readonly probe: (host: string, port: number) => Promise<"open" | "refused" | "silent">;
}

/** How long a host on the LAN may take to answer, in milliseconds. */
const PROBE_TIMEOUT = 1500;
/** How long the Pulumi CLI may take, in milliseconds; it asks its backend over the Internet. */
const RUN_TIMEOUT = 20_000;

const exec = promisify(execFile);

/** The computer that the command runs on. */
export const realWorld: World = {
  async run(program, args) {
    try {
      const { stdout } = await exec(program, [...args], { timeout: RUN_TIMEOUT });
      return stdout;
    } catch {
      return undefined;
    }
  },
  probe: (host, port) =>
    new Promise((resolve) => {
      const socket = connect({ host, port });
      const end = (answer: "open" | "refused" | "silent") => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(PROBE_TIMEOUT, () => {
        end("silent");
      });
      socket.once("connect", () => {
        end("open");
      });
      socket.once("error", (error: NodeJS.ErrnoException) => {
        end(error.code === "ECONNREFUSED" ? "refused" : "silent");
      });
    }),
};

import { spawn, type ChildProcess } from "node:child_process";

/**
 * The shell program of the guard. It learns pids on its standard input; when that ends without
 * `quit`, whoever held the other end is gone, however it went, and the pids are ended.
 */
const script = `
trap '' INT TERM HUP
pids=""
while read -r verb pid; do
  case "$verb" in
    add) pids="$pids $pid" ;;
    drop)
      kept=""
      for each in $pids; do [ "$each" = "$pid" ] || kept="$kept $each"; done
      pids="$kept" ;;
    quit) exit 0 ;;
  esac
done
[ -n "$pids" ] || exit 0
kill -TERM $pids 2>/dev/null
tries=0
while [ "$tries" -lt 50 ]; do
  kill -0 $pids 2>/dev/null || exit 0
  sleep 0.1
  tries=$((tries + 1))
done
kill -KILL $pids 2>/dev/null
`;

/**
 * A process of its own that outlives its parent just long enough to end the parent's children:
 * after a crash or \`kill -9\` no signal handler runs, but a closed pipe is always noticed.
 */
export class Guard {
  private readonly shell: ChildProcess;

  constructor() {
    // In a session of its own, so that Ctrl-C at the terminal does not reach it.
    this.shell = spawn("/bin/sh", ["-c", script], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.shell.stdin?.on("error", () => undefined);
    this.shell.unref();
  }

  add(pid: number): void {
    this.shell.stdin?.write(`add ${pid}\n`);
  }

  drop(pid: number): void {
    this.shell.stdin?.write(`drop ${pid}\n`);
  }

  /** Ends the guard without ending what it guards. */
  quit(): void {
    this.shell.stdin?.end("quit\n");
  }
}

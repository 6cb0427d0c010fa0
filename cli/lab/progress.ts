import type { EngineEvent } from "@pulumi/pulumi/automation";
import { layerOfType } from "../harness/recording";
import { COLUMNS } from "../terminal/layout";

/** One resource's step in an up. */
export interface Step {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly layer: string;
  readonly started: number;
  ended: number | undefined;
  failed: boolean;
  /** Whether the step takes the resource away. */
  readonly removes: boolean;
}

/** Engine operations that change nothing. */
const IDLE = new Set(["same", "read", "refresh", "discard", "remove-pending-replace"]);

/** What the engine says of plugins that it ends itself when an up is over; nothing went wrong. */
const PLUGIN_ENDED = /^Detected that .* exited prematurely/;

/** What the engine adds to the reasons that it gave before. */
const SUMMARY = /^(update|preview|destroy) failed$/;

/** How often the live line is drawn, in milliseconds. */
const REDRAW = 200;

/** Where the progress is written. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/**
 * Follows an up through the engine's events: a line for every component that is complete and, on a
 * terminal, a live line with what is under way and since when.
 */
export class UpProgress {
  readonly steps = new Map<string, Step>();
  /** Messages of errors, in order, each once; those of a resource are one line with its name. */
  readonly errors: string[] = [];
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  readonly #started: number;
  readonly #layers = new Map<string, { open: number; done: number; started: number }>();
  readonly #status = new Map<string, string>();
  #drawn = 0;

  constructor(output: ProgressOutput, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
    this.#started = now();
  }

  /** Takes one event of the engine. */
  handle(event: EngineEvent): void {
    if (event.resourcePreEvent !== undefined) this.#begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent !== undefined) this.#end(event.resOutputsEvent.metadata, false);
    if (event.resOpFailedEvent !== undefined) this.#end(event.resOpFailedEvent.metadata, true);
    if (event.diagnosticEvent !== undefined) {
      const { severity, message, urn, ephemeral } = event.diagnosticEvent;
      const text = message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
      if (ephemeral === true && urn !== undefined) this.#status.set(urn, text);
      else if (severity === "error") this.#error(text, urn);
    }
    this.#draw(false);
  }

  /** Ends the live line. */
  finish(): void {
    this.#erase();
  }

  #begin({ urn, type, op }: { urn: string; type: string; op: string }): void {
    if (IDLE.has(op) || type === "pulumi:pulumi:Stack") return;
    const layer = layerOfUrn(urn);
    const now = this.#now();
    this.steps.set(urn, {
      urn,
      type,
      name: nameOf(urn),
      layer,
      started: now,
      ended: undefined,
      failed: false,
      removes: op.startsWith("delete"),
    });
    const state = this.#layers.get(layer) ?? { open: 0, done: 0, started: now };
    state.open++;
    this.#layers.set(layer, state);
  }

  #end({ urn }: { urn: string }, failed: boolean): void {
    const step = this.steps.get(urn);
    if (step === undefined || step.ended !== undefined) return;
    step.ended = this.#now();
    step.failed = failed;
    this.#status.delete(urn);
    const state = this.#layers.get(step.layer);
    if (state === undefined) return;
    state.open--;
    state.done++;
    if (failed) this.#line(`FAILED  ${step.name}`);
    else if (isMilestone(step.type))
      this.#line(
        `${step.removes ? "gone " : "ready"}   ${step.name} (${seconds(step.ended - step.started)})`,
      );
  }

  #error(text: string, urn: string | undefined): void {
    if (PLUGIN_ENDED.test(text) || SUMMARY.test(text)) return;
    const whole = isResource(urn) ? `${nameOf(urn)}: ${oneLine(text)}` : text;
    if (this.errors.includes(whole)) return;
    this.errors.push(whole);
    this.#line(`ERROR   ${whole.split("\n")[0] ?? ""}`);
  }

  #line(text: string): void {
    this.#erase();
    this.#output.write(`${clock(this.#now() - this.#started)} ${text}\n`);
  }

  #draw(force: boolean): void {
    const now = this.#now();
    if (this.#output.isTTY !== true || (!force && now - this.#drawn < REDRAW)) return;
    this.#drawn = now;
    const open = [...this.steps.values()].filter(({ ended }) => ended === undefined);
    const done = this.steps.size - open.length;
    const oldest = open.sort((a, b) => a.started - b.started)[0];
    const waiting =
      oldest === undefined
        ? ""
        : `, ${String(open.length)} open, longest ${oldest.name} ${seconds(now - oldest.started)}` +
          (this.#status.has(oldest.urn) ? `: ${this.#status.get(oldest.urn) ?? ""}` : "");
    const text = `${clock(now - this.#started)} ${String(done)} done${waiting}`;
    this.#output.write(`\r\u001b[K${text.slice(0, COLUMNS - 1)}`);
  }

  #erase(): void {
    if (this.#output.isTTY === true) this.#output.write("\r\u001b[K");
  }
}

/** What a reader wants to see pass by: machines, gates, charts, and the tunnel. */
function isMilestone(type: string): boolean {
  return (
    type.startsWith("hearth:gates:") ||
    type.startsWith("talos:machine") ||
    type.endsWith(":Release") ||
    type.startsWith("cloudflare:")
  );
}

/** The name at the end of a URN. */
function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Whether an error is about a resource, and not about the program as a whole. */
function isResource(urn: string | undefined): urn is string {
  return urn !== undefined && urn !== "" && !urn.includes("::pulumi:pulumi:Stack::");
}

/** A message with its list, if it has one, in a row. */
function oneLine(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/^\* /, ""))
    .filter((line) => line !== "")
    .join("; ")
    .replaceAll(":; ", ": ");
}

/** The layer of a URN: the nearest component in its chain of types that names one. */
export function layerOfUrn(urn: string): string {
  const chain = (urn.split("::")[2] ?? "").split("$").slice(0, -1);
  for (const type of chain.reverse()) {
    const layer = layerOfType(type);
    if (layer !== undefined) return layer;
  }
  return "stack";
}

/** `12.3 s` */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `01:23` since the start. */
function clock(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

import type { CheckFailure, DiffResult, Provider } from "@pulumi/pulumi/provider";
import { parseDuration } from "./duration";
import { gates, type Gate } from "./gates";
import { connect } from "./kube-client";
import { isKnown, text, texts, unwrap } from "./properties";
import type { StatusLog } from "./status-log";
import { waitFor } from "./wait";

/** Inputs of a gate as the engine sends them, unwrapped. */
interface GateInputs {
  readonly kubeconfig: string;
  readonly subjects: readonly string[];
  readonly timeout: string;
}

/**
 * The `hearth` provider: custom resources that are done when the world is. Creating one waits; a
 * change of what it waits for waits again; a new kubeconfig changes nothing. It is never asked to
 * create or update in a preview, so a preview contacts nothing.
 *
 * Its outputs hold what it waited for and never the kubeconfig.
 */
export function gateProvider(log: StatusLog): Provider {
  const stop = new AbortController();
  const wait = async (urn: string, inputs: GateInputs): Promise<void> => {
    const gate = gateOf(urn);
    const client = connect(inputs.kubeconfig);
    try {
      await waitFor({
        look: (signal) => gate.pending(client, inputs.subjects, signal),
        what: gate.what(inputs.subjects),
        advice: gate.advice(inputs.subjects),
        timeoutMs: parseDuration(inputs.timeout) ?? 0,
        report: (line) => log(urn, line),
        signal: stop.signal,
      });
    } finally {
      client.close();
    }
  };
  return {
    version: "0.1.0",
    check: (urn, _olds, news) => {
      const failures = problems(urn, news);
      return Promise.resolve({ inputs: news as unknown, failures });
    },
    diff: (_id, _urn, olds, news) => Promise.resolve(difference(olds, news)),
    create: async (urn, raw) => {
      const inputs = read(raw);
      await wait(urn, inputs);
      return { id: nameOf(urn), outs: outputs(inputs) };
    },
    update: async (_id, urn, olds, raw) => {
      const inputs = read(raw);
      if (subjectsDiffer(olds, raw)) await wait(urn, inputs);
      return { outs: outputs(inputs) };
    },
    read: (id, _urn, props) => Promise.resolve({ id, props: props as unknown }),
    delete: () => Promise.resolve(),
    cancel: () => {
      stop.abort();
      return Promise.resolve();
    },
  };
}

/** Type token and name of a URN: `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** @throws Error for a type that this provider does not have: a mistake in the program */
function gateOf(urn: string): Gate {
  const gate = gates[typeOf(urn)];
  if (gate === undefined) throw new Error(`the hearth provider has no resource ${typeOf(urn)}`);
  return gate;
}

function problems(urn: string, news: unknown): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const { timeout, kubeconfig, subjects } = unwrap(news);
  if (gates[typeOf(urn)] === undefined) {
    failures.push({ property: "", reason: `the hearth provider has no resource ${typeOf(urn)}` });
  }
  if (isKnown(timeout) && parseDuration(text(timeout)) === undefined) {
    failures.push({ property: "timeout", reason: 'is not a duration; write it like "15m"' });
  }
  if (kubeconfig === undefined) {
    failures.push({ property: "kubeconfig", reason: "is missing" });
  }
  if (isKnown(subjects) && subjects !== undefined && texts(subjects) === undefined) {
    failures.push({ property: "subjects", reason: "is not a list of names" });
  }
  return failures;
}

/** Nothing replaces a gate: it owns nothing. */
function difference(olds: unknown, news: unknown): DiffResult {
  const [before, after] = [unwrap(olds), unwrap(news)];
  const changes = subjectsDiffer(olds, news) || before["timeout"] !== after["timeout"];
  return { changes, replaces: [] };
}

function subjectsDiffer(olds: unknown, news: unknown): boolean {
  const list = (raw: unknown) => JSON.stringify([...(texts(unwrap(raw)["subjects"]) ?? [])].sort());
  return !isKnown(unwrap(news)["subjects"]) || list(olds) !== list(news);
}

function read(raw: unknown): GateInputs {
  const { kubeconfig, subjects, timeout } = unwrap(raw);
  return { kubeconfig: text(kubeconfig), subjects: texts(subjects) ?? [], timeout: text(timeout) };
}

function outputs({ subjects, timeout }: GateInputs): Record<string, unknown> {
  return { subjects: [...subjects], timeout };
}

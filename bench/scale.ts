import { scaled } from "../__tests__/spec/scale";
import { record } from "../cli/harness/record";
import { Platform } from "../components/platform";
import type { AppInput } from "../spec/app/app";
import type { ClusterSpec } from "../spec/cluster";
import { configKeys } from "../spec/config-keys";
import { endpointsOf } from "../spec/endpoints";
import { formatProblem, UserError } from "../spec/report";
import { check, type ValidationContext } from "../spec/validate";
import { loadStack, validationContext } from "../stacks";

/** Seconds to check a valid spec of a size. */
export function timeValidation(nodes: number, apps: number): number {
  const [input, context] = scaled(nodes, apps);
  const started = process.hrtime.bigint();
  specOf(input, context);
  return secondsSince(started);
}

/** What a plan took, without the start of the process. */
export interface PlanFigures {
  readonly seconds: number;
  /** Time on processors, which other work of the machine does not lengthen. */
  readonly cpuSeconds: number;
  readonly resources: number;
}

/** Plans `home` with `copies` of a plain app beside its own. */
export async function timePlan(copies: number): Promise<PlanFigures> {
  const home = loadStack("home");
  const names = Array.from({ length: copies }, (_, index) => `copy-${String(index)}`);
  const spec = specOf(
    { ...home, apps: { ...home.apps, ...Object.fromEntries(names.map((name) => [name, {}])) } },
    {
      ...validationContext,
      catalog: {
        ...validationContext.catalog,
        ...Object.fromEntries(names.map((name) => [name, plainApp(name)])),
      },
    },
  );
  const started = process.hrtime.bigint();
  const before = process.cpuUsage();
  const { resources } = await record(() => platform(spec), { stack: "home" });
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: secondsSince(started),
    cpuSeconds: (user + system) / 1e6,
    resources: resources.length,
  };
}

/** An app that runs anywhere, so that copies of it clash in nothing. */
const plainApp = (name: string): AppInput => ({
  name,
  category: "selfhosted",
  description: "A copy of an app, for size",
  image: "docker.io/traefik/whoami",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: name } },
  volumes: { data: { mount: "/data", size: "1Gi" } },
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
});

/** @throws UserError with the problems, because rules that stop early would be timed too short */
function specOf(input: unknown, context: ValidationContext): ClusterSpec {
  const result = check(input, context);
  if ("problems" in result) throw new UserError(result.problems.map(formatProblem));
  return result.spec;
}

async function platform(spec: ClusterSpec): Promise<Record<string, unknown>> {
  const secrets = Object.fromEntries(configKeys(spec).map(({ key }) => [key, "bench"]));
  const endpoints = endpointsOf(spec);
  const { outputs } = await Platform.build(spec.name, { spec, endpoints, secrets });
  return { ...outputs };
}

const secondsSince = (started: bigint): number => Number(process.hrtime.bigint() - started) / 1e9;

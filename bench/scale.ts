import { record } from "../cli/harness/record";
import { Platform } from "../components/platform";
import type { AppInput } from "../spec/app/app";
import type { ClusterInput, ClusterSpec } from "../spec/cluster";
import { configKeys } from "../spec/config-keys";
import { endpointsOf } from "../spec/endpoints";
import { check, type ValidationContext } from "../spec/validate";
import { loadStack, validationContext } from "../stacks";

/** A spec of any size, and what it is validated against. */
interface Scaled {
  readonly input: ClusterInput;
  readonly context: ValidationContext;
}

/** A plain app that runs anywhere, so that copies of it clash in nothing. */
const sample = (name: string): AppInput => ({
  name,
  category: "selfhosted",
  description: "A copy of an app, for size",
  image: "docker.io/traefik/whoami",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: name } },
  volumes: { data: { mount: "/data", size: "1Gi" } },
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
});

/** `home` with more workers and with copies of a plain app. */
function scale(extraNodes: number, extraApps: number): Scaled {
  const home = loadStack("home");
  const worker = home.nodes["pi-04"];
  if (worker === undefined) throw new Error("the stack home has no node pi-04");
  const nodes: ClusterInput["nodes"] = { ...home.nodes };
  for (let index = 0; index < extraNodes; index++) {
    const address = `10.100.${String(Math.floor(index / 250))}.${String((index % 250) + 1)}`;
    nodes[`extra-${String(index)}`] = { ...worker, address };
  }
  const catalog: Record<string, AppInput> = { ...validationContext.catalog };
  const apps: Record<string, unknown> = { ...home.apps };
  for (let index = 0; index < extraApps; index++) {
    const name = `copy-${String(index)}`;
    catalog[name] = sample(name);
    apps[name] = {};
  }
  const lan = { ...home.network.lan };
  return {
    input: { ...home, nodes, apps, network: { ...home.network, lan } },
    context: { ...validationContext, catalog },
  };
}

/** Time to check a spec of a size. Its problems do not matter here, only that all rules run. */
export function scaledValidation(nodes: number, apps: number): { readonly seconds: number } {
  const { input, context } = scale(nodes, apps);
  const started = process.hrtime.bigint();
  check(input, context);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

/** Time to plan a cluster with `factor` times as many apps as `home`. */
export async function scaledPlan(
  factor: number,
): Promise<{ readonly seconds: number; readonly resources: number }> {
  const copies = Object.keys(loadStack("home").apps).length * (factor - 1);
  const { input, context } = scale(0, copies);
  const result = check(input, context);
  if ("problems" in result) throw new Error(result.problems.map(({ path }) => path).join(", "));
  const { spec } = result;
  const started = process.hrtime.bigint();
  const { resources } = await record(() => platform(spec), { stack: "home" });
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, resources: resources.length };
}

function platform(spec: ClusterSpec): Promise<Record<string, unknown>> {
  const secrets = Object.fromEntries(configKeys(spec).map(({ key }) => [key, "bench"]));
  const { outputs } = new Platform(spec.name, { spec, endpoints: endpointsOf(spec), secrets });
  return Promise.resolve({ ...outputs });
}

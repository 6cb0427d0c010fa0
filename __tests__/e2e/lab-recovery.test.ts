import { readFileSync } from "node:fs";
import path from "node:path";
import { labPaths } from "../../cli/lab/paths";
import type { LabReport } from "../../cli/lab/summary";
import type { AccountState } from "../../lab/cloudflare/model";
import { labCommand, type LabCommand } from "./support/lab-command";
import { describeWithTools } from "./support/tools";

jest.setTimeout(900_000);

const STACK = "lab";

/** Objects that come and go by themselves, or of which there are as many as there were tries. */
const RESTLESS =
  /^(events|events\.events\.k8s\.io|leases\.|endpointslices\.|controllerrevisions\.)/;

/**
 * How many there are of everything, by kind. The engine's notes of operations that a kill cut off
 * are not counted: it keeps them until a refresh.
 */
interface Census {
  readonly resources: Readonly<Record<string, number>>;
  readonly objects: Readonly<Record<string, number>>;
  readonly cloudflare: Readonly<Record<string, number>>;
}

interface Deployment {
  readonly checkpoint: {
    readonly latest: {
      readonly resources: readonly { readonly type: string }[];
    };
  };
}

async function census(lab: LabCommand): Promise<Census> {
  const paths = labPaths(STACK, lab.folder);
  const json = <T>(file: string) => JSON.parse(readFileSync(file, "utf8")) as T;
  const state = json<Deployment>(
    path.join(paths.backend, ".pulumi", "stacks", "hearth", `${STACK}.json`),
  );
  const { records, tunnels, applications, policies } = json<AccountState>(
    path.join(paths.world, "cloudflare.json"),
  );
  const live = tunnels.filter(({ deleted_at: deleted }) => deleted === null);
  const { latest } = state.checkpoint;
  return {
    resources: count(latest.resources.map(({ type }) => type)),
    objects: await objectsByKind(lab),
    cloudflare: {
      records: records.length,
      tunnels: live.length,
      applications: applications.length,
      policies: policies.length,
    },
  };
}

async function objectsByKind(lab: LabCommand): Promise<Record<string, number>> {
  const kubectl = async (...args: string[]) => {
    const { code, stdout, stderr } = await lab.run(["kubectl", ...args]);
    if (code !== 0) throw new Error(stderr);
    return stdout.split("\n").filter((line) => line !== "");
  };
  const kinds = await kubectl("api-resources", "--verbs=list", "-o", "name");
  const wanted = kinds.filter((kind) => !RESTLESS.test(kind));
  const names = await kubectl("get", wanted.join(","), "-A", "-o", "name");
  return count(names.map((name) => name.split("/")[0] ?? ""));
}

function count(names: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of names) found[name] = (found[name] ?? 0) + 1;
  return found;
}

/** The report without what only time decides: figures, and the order of routes. */
const shape = ({ machines, gateways, urls }: LabReport) => ({
  machines,
  gateways,
  urls: new Set(urls),
});

/** Where an up is killed: after this many resources of note are there, of the world's about 60. */
const KILLS = [0, 2, 6, 4, 8, 10] as const;

describeWithTools("an up of the lab that is killed", () => {
  const clean = labCommand();
  const killed = labCommand();
  afterAll(async () => {
    await clean.remove(STACK);
    await killed.remove(STACK);
  });

  it("leaves no process, goes on when run again, and ends in the same world", async () => {
    const { report: expected } = await clean.up(STACK);
    const reference = await census(clean);
    await clean.run(["down", STACK]);

    const codes: unknown[] = [];
    for (const after of KILLS) {
      let ready = 0;
      const { code } = await killed.run([STACK, "--json", "--stand-ins"], (line, child) => {
        if (/ ready {3}/.test(line)) ready++;
        if (line.startsWith("World: ") ? after === 0 : ready >= after && after > 0) {
          child.kill("SIGKILL");
        }
      });
      codes.push(code);
      await killed.quiet();
    }
    expect(codes).toEqual(KILLS.map(() => "SIGKILL"));

    const { report } = await killed.up(STACK);
    expect(shape(report)).toEqual(shape(expected));
    expect(await census(killed)).toEqual(reference);
    expect((await killed.up(STACK)).report.figures?.changed).toBe(0);
  });
});

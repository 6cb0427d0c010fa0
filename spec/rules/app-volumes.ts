import { isImageApp, type ImageApp } from "../app/app";
import type { Volume } from "../app/volume";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** Volumes of an app are mounted once at a place, into containers and jobs that exist. */
export const appVolumes: Rule = (spec) =>
  Object.entries(spec.apps).flatMap(([name, app]) =>
    isImageApp(app) ? [...mountProblems(name, app), ...jobProblems(name, app)] : [],
  );

function mountProblems(name: string, app: ImageApp): Problem[] {
  const containers = ["app", ...Object.keys(app.sidecars)];
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [key, volume] of Object.entries(app.volumes)) {
    const path = at("apps", name, "volumes", key);
    const mounted = volume.containers ?? ["app"];
    mounted.forEach((container, index) => {
      if (!containers.includes(container)) {
        problems.push({
          path: `${path}.containers.${String(index)}`,
          value: container,
          message: `is no container of ${name}`,
          remedy: suggestion(container, containers),
        });
      }
      for (const mount of mountsOf(volume)) {
        const place = `${container} ${mount}`;
        const first = owners.get(place);
        if (first === undefined) owners.set(place, key);
        else {
          problems.push({
            path: `${path}.mount`,
            value: mount,
            message: `volume ${first} is mounted there too (container ${container})`,
            remedy: "mount one of them elsewhere",
          });
        }
      }
    });
  }
  return problems;
}

function mountsOf({ mount }: Volume): string[] {
  if (mount === undefined) return [];
  return typeof mount === "string" ? [mount] : Object.keys(mount);
}

function jobProblems(name: string, app: ImageApp): Problem[] {
  const volumes = Object.keys(app.volumes);
  return Object.entries(app.cronJobs).flatMap(([job, { mounts }]) =>
    mounts.flatMap((volume, index) =>
      volumes.includes(volume)
        ? []
        : [
            {
              path: at("apps", name, "cronJobs", job, "mounts", index),
              value: volume,
              message: `is no volume of ${name}`,
              remedy: suggestion(volume, volumes),
            },
          ],
    ),
  );
}

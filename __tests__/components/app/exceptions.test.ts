import type { ImageAppInput } from "../../../spec/app/app";
import { bundleFrom, object } from "./support";

const why = "because the test says so";

const annotation = (app: Partial<ImageAppInput>, kind = "Deployment", name?: string) => {
  const text = object(bundleFrom(app), kind, name).metadata.annotations?.["hearth.dev/exceptions"];
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
};

describe("the exceptions that a workload shows", () => {
  it("are none for an app that keeps to itself", () => {
    expect(annotation({})).toBeUndefined();
    expect(annotation({ exceptions: { root: why } })).toBeUndefined();
  });

  it("are what its pods may do to their node, with the reasons", () => {
    const exceptions = { privileged: why, hostNetwork: why, hostPath: why };
    expect(annotation({ exceptions })).toEqual(exceptions);
  });

  it("include a privileged sidecar's, without repeating a reason", () => {
    const sidecar = {
      image: "docker.io/traefik/whoami",
      resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
      exceptions: { privileged: "loads a module" },
    };
    expect(annotation({ sidecars: { one: sidecar, two: sidecar } })).toEqual({
      privileged: "loads a module",
    });
  });

  it("are a job's own, with the network and paths of its app", () => {
    const job = {
      schedule: "0 * * * *",
      resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    };
    const app = { exceptions: { hostNetwork: why, privileged: why }, cronJobs: { hourly: job } };
    expect(annotation(app, "CronJob", "sample-hourly")).toEqual({ hostNetwork: why });
    expect(annotation({ cronJobs: { hourly: job } }, "CronJob", "sample-hourly")).toBeUndefined();
  });
});

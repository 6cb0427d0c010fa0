import { containersOf, list, podSpecOf, record } from "../../../components/contracts/object";
import { bundle, config, object, specs } from "./parts";

const { lab } = specs;

describe("Authelia's storage", () => {
  it("is PostgreSQL where the stack has it", () => {
    expect(config(lab)["storage"]).toEqual({
      postgres: {
        address: "tcp://main-rw.cloudnative-pg.svc.cluster.local:5432",
        database: "authelia",
        username: "authelia",
      },
    });
  });

  it("is a file on a claim elsewhere", () => {
    const spec = { ...lab, databases: {} };
    expect(config(spec)["storage"]).toEqual({ local: { path: "/data/db.sqlite3" } });
    const claim = object(bundle(spec, "authelia"), "PersistentVolumeClaim", "authelia-data");
    expect(claim.metadata.namespace).toBe("security");
    const pod = podSpecOf(object(bundle(spec, "authelia"), "Deployment", "authelia"));
    const mounts = containersOf(pod ?? {}).flatMap((one) => list(one["volumeMounts"]).map(record));
    expect(mounts).toContainEqual({ name: "data", mountPath: "/data" });
  });
});

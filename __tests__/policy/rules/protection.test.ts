import * as contracts from "../../../components/contracts/protection";
import { ON_DELETE_ANNOTATION, protection } from "../../../policy/rules/protection";
import { deployment, object, resource } from "../support";

const ceph = (annotations: object, protect: boolean) =>
  object(
    "ceph.rook.io/v1",
    "CephCluster",
    { metadata: { name: "rook", annotations } },
    { protect },
  );

describe("data-protected", () => {
  it("asks for protection of data and of the cluster's keys", () => {
    expect(protection.check(ceph({}, true))).toEqual([]);
    expect(protection.check(ceph({}, false))).toEqual(["is not protected"]);
    const secrets = "talos:machine/secrets:Secrets";
    expect(protection.check(resource(secrets))).toEqual(["is not protected"]);
    expect(protection.check(resource(secrets, { protect: true }))).toEqual([]);
  });

  it("lets go what the spec lets go, by the annotation that the components write", () => {
    expect(ON_DELETE_ANNOTATION).toBe(contracts.ON_DELETE_ANNOTATION);
    expect(protection.check(ceph({ [ON_DELETE_ANNOTATION]: "delete" }, false))).toEqual([]);
  });

  it("guards every kind that the components guard", () => {
    for (const kind of ["CephCluster", "CephBlockPool", "CephFilesystem", "CephObjectStore"]) {
      const metadata = { name: "x" };
      const apiVersion = "ceph.rook.io/v1";
      expect(contracts.protectionOf({ apiVersion, kind, metadata }).protect).toBe(true);
      expect(protection.check(object(apiVersion, kind, { metadata }))).toHaveLength(1);
    }
  });

  it("leaves alone what holds no data", () => {
    expect(protection.check(deployment())).toEqual([]);
  });
});

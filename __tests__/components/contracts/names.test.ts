import { kebab, resourceName, resourceNames } from "../../../components/contracts/names";

const object = (kind: string, name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind,
  metadata: namespace === undefined ? { name } : { name, namespace },
});

describe("names of resources", () => {
  it.each([
    ["PersistentVolumeClaim", "persistent-volume-claim"],
    ["HTTPRoute", "http-route"],
    ["CiliumL2AnnouncementPolicy", "cilium-l2-announcement-policy"],
  ])("%s is %s", (kind, expected) => {
    expect(kebab(kind)).toBe(expected);
  });

  it("says the object's name only where it adds something", () => {
    expect(resourceName("sonarr", object("Service", "sonarr"))).toBe("sonarr-service");
    expect(resourceName("sonarr", object("ConfigMap", "sonarr-scripts"))).toBe(
      "sonarr-config-map-scripts",
    );
    expect(resourceName("ceph", object("Role", "osd:reader"))).toBe("ceph-role-osd-reader");
  });

  it("adds the namespace where two would be the same, and refuses a twin", () => {
    const objects = [object("Role", "x", "a"), object("Role", "x", "b")];
    expect([...resourceNames("n", objects).values()]).toEqual(["n-role-x-a", "n-role-x-b"]);
    expect(() => resourceNames("n", [objects[0]!, { ...objects[0]! }])).toThrow(
      "bundle n has Role a/x twice",
    );
  });
});

import { containersOf, list, podSpecOf, record } from "../../../components/contracts/object";
import type { ClusterSpec } from "../../../spec/cluster";
import { bundle, object, specs } from "./parts";

const { home, lab } = specs;

describe("the directory", () => {
  const directory = bundle(home, "lldap");

  it("makes the stack's groups and Authelia's user at once, and every hour again", () => {
    const first = object(directory, "Job", "lldap-people-first");
    const hourly = object(directory, "CronJob", "lldap-people");
    expect(podSpecOf(first)).toEqual(podSpecOf(hourly));
    const { data } = object(directory, "ConfigMap", "lldap-people");
    const files = record(data);
    expect(files["groups.json"]).toBe('{"name":"admins"}\n{"name":"people"}');
    expect(JSON.parse(String(files["users.json"]))).toEqual({
      id: "authelia",
      email: `authelia@${home.domain}`,
      displayName: "Authelia",
      password_file: "/secrets/bind/password",
      groups: ["lldap_password_manager"],
    });
    const [job] = containersOf(podSpecOf(first) ?? {});
    expect(list(job?.["volumeMounts"])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ mountPath: "/bootstrap/group-configs/groups.json" }),
        expect.objectContaining({ mountPath: "/bootstrap/user-configs/users.json" }),
        expect.objectContaining({ mountPath: "/secrets/bind" }),
      ]),
    );
    expect(list(job?.["env"])).toContainEqual({
      name: "LLDAP_URL",
      value: "http://lldap.security.svc.cluster.local:8080",
    });
  });

  it("keeps what only the job needs from the directory itself", () => {
    const [container] = containersOf(podSpecOf(object(directory, "Deployment", "lldap")) ?? {});
    const mounts = list(container?.["volumeMounts"]).map(record);
    expect(mounts.map(({ mountPath }) => mountPath)).toEqual(["/etc/lldap", "/tmp"]);
  });

  it("has two pods where they share a server, and one where the data are a file", () => {
    const replicas = (spec: ClusterSpec) =>
      record(object(bundle(spec, "lldap"), "Deployment", "lldap")["spec"])["replicas"];
    expect(replicas(home)).toBe(2);
    expect(replicas({ ...home, databases: {} })).toBe(1);
  });

  it("has the cluster of its name, or the shared one", () => {
    expect(object(directory, "Database", "lldap")["spec"]).toMatchObject({
      cluster: { name: "lldap" },
    });
    expect(object(bundle(lab, "lldap"), "Database", "lldap")["spec"]).toMatchObject({
      cluster: { name: "main" },
    });
  });

  it("is reached by LDAP from the LAN where the stack routes it", () => {
    const route = object(directory, "TCPRoute", "lldap-ldap");
    expect(route["spec"]).toMatchObject({
      parentRefs: [{ name: "envoy-internal", sectionName: "tcp-389" }],
      rules: [{ backendRefs: [{ name: "lldap", port: 5389 }] }],
    });
    expect(bundle(lab, "lldap").objects?.map(({ kind }) => kind)).not.toContain("TCPRoute");
  });
});

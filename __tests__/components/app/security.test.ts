import type { ImageAppInput } from "../../../spec/app/app";
import { bundleFrom, container, pod } from "./support";

const why = "because the test says so";

describe("the Pod Security level of the namespace", () => {
  const level = (app: Partial<ImageAppInput>) =>
    bundleFrom(app).namespaces?.map(({ podSecurity, reason }) => [podSecurity, reason]);

  it.each<[string, Partial<ImageAppInput>, unknown]>([
    ["nothing", {}, [undefined, undefined]],
    ["a writable root", { exceptions: { writableRoot: why } }, [undefined, undefined]],
    [
      "a port below 1024 bound",
      { exceptions: { capabilities: { add: ["NET_BIND_SERVICE"], reason: why } } },
      [undefined, undefined],
    ],
    [
      "a safe kernel parameter",
      {
        exceptions: {
          sysctls: { set: { "net.ipv4.ip_unprivileged_port_start": "0" }, reason: why },
        },
      },
      [undefined, undefined],
    ],
    ["user 0", { exceptions: { root: why }, user: { uid: 0 } }, ["baseline", why]],
    [
      "a harmless capability",
      { exceptions: { capabilities: { add: ["CHOWN"], reason: why } } },
      ["baseline", why],
    ],
    [
      "an NFS share",
      { volumes: { media: { mount: "/m", nfs: "media" } } },
      ["baseline", "mounts an NFS share"],
    ],
    [
      "a strong capability",
      { exceptions: { capabilities: { add: ["NET_ADMIN"], reason: why } } },
      ["privileged", why],
    ],
    [
      "an unsafe kernel parameter",
      { exceptions: { sysctls: { set: { "net.ipv6.conf.all.forwarding": "1" }, reason: why } } },
      ["privileged", why],
    ],
    ["the node's network", { exceptions: { hostNetwork: why } }, ["privileged", why]],
    [
      "a path of the node",
      { exceptions: { hostPath: why }, volumes: { d: { mount: "/d", hostPath: "/dev" } } },
      ["privileged", why],
    ],
    ["privilege", { exceptions: { privileged: why } }, ["privileged", why]],
  ])("%s", (_, app, expected) => {
    expect(level(app)).toEqual([expected]);
  });

  it("follows from sidecars too", () => {
    const sidecar = {
      image: "docker.io/traefik/whoami",
      resources: { requests: { cpu: "5m", memory: "8Mi" }, limits: { memory: "16Mi" } },
      exceptions: { privileged: why },
    };
    expect(level({ sidecars: { second: sidecar } })).toEqual([["privileged", why]]);
  });
});

describe("exceptions", () => {
  it("lift what they name and nothing else", () => {
    const bundle = bundleFrom({ exceptions: { writableRoot: why } });
    expect(container(bundle)["securityContext"]).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
      capabilities: { drop: ["ALL"] },
    });
    expect(pod(bundle)).not.toHaveProperty("volumes");
  });

  it("add capabilities to none", () => {
    const bundle = bundleFrom({ exceptions: { capabilities: { add: ["CHOWN"], reason: why } } });
    expect(container(bundle)["securityContext"]).toMatchObject({
      capabilities: { drop: ["ALL"], add: ["CHOWN"] },
    });
  });

  it("make the service account's token visible only when named", () => {
    expect(pod(bundleFrom({}))["automountServiceAccountToken"]).toBe(false);
    const open = bundleFrom({ exceptions: { serviceAccountToken: why } });
    expect(pod(open)["automountServiceAccountToken"]).toBe(true);
  });
});

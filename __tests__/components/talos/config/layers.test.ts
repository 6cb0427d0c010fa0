import { commonDocuments } from "../../../../components/talos/config/common";
import { controlPlaneDocuments } from "../../../../components/talos/config/control-plane";
import { hardwareDocuments } from "../../../../components/talos/config/hardware";
import { nodeDocuments } from "../../../../components/talos/config/node";
import { hardwareSchema } from "../../../../spec/hardware";
import { named, ofKind, pc, pi, small, withNode, type Profile } from "../fixture";

const talos = { version: "v1.12.4", contractVersion: "v1.12" };
const kubernetes = { version: "v1.35.1" };

describe("common", () => {
  test("the network is left to Cilium; KubePrism and host DNS are on", () => {
    const [machine] = commonDocuments(small());
    expect(machine).toMatchObject({
      cluster: {
        network: {
          cni: { name: "none" },
          podSubnets: ["10.244.0.0/16"],
          serviceSubnets: ["10.96.0.0/12"],
        },
        proxy: { disabled: true },
        discovery: { registries: { kubernetes: { disabled: true } } },
      },
      machine: {
        features: {
          kubePrism: { enabled: true, port: 7445 },
          hostDNS: { enabled: true, forwardKubeDNSToHost: false, resolveMemberNames: true },
        },
      },
    });
  });

  test("the node's address is never the VIP", () => {
    expect(commonDocuments(small())[0]).toMatchObject({
      machine: { kubelet: { nodeIP: { validSubnets: ["192.168.0.0/24", "!192.168.0.200/32"] } } },
    });
  });

  test("the kubelet gets what the spec says of images, gates and sysctls", () => {
    const spec = small({
      kubernetes: {
        ...kubernetes,
        rotateServerCertificates: false,
        imageGarbageCollection: { highPercent: 60, lowPercent: 50, minimumAge: "5m" },
        featureGates: { kubelet: { ResourceHealthStatus: true } },
        allowedUnsafeSysctls: ["net.ipv6.conf.*"],
      },
    });
    const machine = (commonDocuments(spec)[0] as { machine: { kubelet: object } }).machine;
    expect(machine.kubelet).not.toHaveProperty("extraArgs");
    expect(machine.kubelet).toMatchObject({
      extraConfig: {
        imageGCHighThresholdPercent: 60,
        imageGCLowThresholdPercent: 50,
        imageMinimumGCAge: "5m",
        featureGates: { ResourceHealthStatus: true },
        allowedUnsafeSysctls: ["net.ipv6.conf.*"],
      },
    });
  });

  test("NFS options and the CDI folders of GPU drivers are files", () => {
    const spec = small({
      talos: { ...talos, nfsMountOptions: { nconnect: "16", hard: "True" } },
      hardware: { pi, pc: { ...pc, gpu: "intel" } },
    });
    const { files } = (commonDocuments(spec)[0] as { machine: { files: { content: string }[] } })
      .machine;
    expect(files).toHaveLength(2);
    expect(files[0]?.content).toContain('cdi_spec_dirs = ["/var/cdi/static", "/var/cdi/dynamic"]');
    expect(files[1]).toEqual({
      path: "/etc/nfsmount.conf",
      op: "overwrite",
      permissions: 0o644,
      content: "[ NFSMount_Global_Options ]\nnconnect=16\nhard=True\n",
    });
  });

  test("registry mirrors keep their order", () => {
    const mirrors = ["https://mirror.example.com", "https://other.example.com"];
    const spec = small({ talos: { ...talos, registryMirrors: { "docker.io": mirrors } } });
    expect(ofKind(commonDocuments(spec), "RegistryMirrorConfig")).toEqual([
      {
        apiVersion: "v1alpha1",
        kind: "RegistryMirrorConfig",
        name: "docker.io",
        endpoints: mirrors.map((url) => ({ url })),
      },
    ]);
  });
});

describe("control plane", () => {
  test("names, metrics and etcd's address", () => {
    expect(
      controlPlaneDocuments(
        small({ kubernetes: { ...kubernetes, certSans: ["k8s.example.com", "127.0.0.1"] } }),
      ),
    ).toMatchObject([
      {
        cluster: {
          allowSchedulingOnControlPlanes: false,
          coreDNS: { disabled: true },
          apiServer: { certSANs: ["127.0.0.1", "192.168.0.200", "k8s.example.com"] },
          controllerManager: { extraArgs: { "bind-address": "0.0.0.0" } },
          scheduler: { extraArgs: { "bind-address": "0.0.0.0" } },
          etcd: {
            advertisedSubnets: ["192.168.0.0/24", "!192.168.0.200/32"],
            extraArgs: { "listen-metrics-urls": "http://0.0.0.0:2381" },
          },
        },
      },
    ]);
  });

  test("flags of the API server", () => {
    const spec = small({
      kubernetes: {
        ...kubernetes,
        featureGates: { apiServer: { A: true, B: false }, scheduler: { C: true } },
        runtimeConfig: ["x/v1beta1", "y/v1alpha1"],
        serviceAccountIssuer: { url: "https://oidc.example.com" },
      },
    });
    expect(controlPlaneDocuments(spec)).toMatchObject([
      {
        cluster: {
          apiServer: {
            extraArgs: {
              "enable-aggregator-routing": "true",
              "feature-gates": "A=true,B=false",
              "runtime-config": "x/v1beta1=true,y/v1alpha1=true",
              "service-account-issuer": "https://oidc.example.com",
            },
          },
          scheduler: { extraArgs: { "feature-gates": "C=true" } },
        },
      },
    ]);
  });

  test("the Talos API is opened to the named namespaces only", () => {
    expect(controlPlaneDocuments(small())[0]).not.toHaveProperty("machine");
    const spec = small({
      talos: { ...talos, apiAccess: { system: ["os:reader"], backup: ["os:admin", "os:reader"] } },
    });
    expect(controlPlaneDocuments(spec)[0]).toMatchObject({
      machine: {
        features: {
          kubernetesTalosAPIAccess: {
            enabled: true,
            allowedRoles: ["os:admin", "os:reader"],
            allowedKubernetesNamespaces: ["backup", "system"],
          },
        },
      },
    });
  });

  test("control planes with workloads take part in load balancing", () => {
    const spec = small({ kubernetes: { ...kubernetes, scheduleOnControlPlanes: true } });
    expect(controlPlaneDocuments(spec)[0]).toMatchObject({
      machine: {
        nodeLabels: {
          "node.kubernetes.io/exclude-from-external-load-balancers": { $patch: "delete" },
        },
      },
      cluster: { allowSchedulingOnControlPlanes: true },
    });
  });
});

describe("hardware", () => {
  const documents = (profile: Partial<Profile>) =>
    hardwareDocuments(small(), hardwareSchema.parse({ ...pc, ...profile }));

  test("a PC gets its image and nothing kept back", () => {
    const [machine] = documents({});
    expect(machine).toEqual({
      machine: {
        install: { image: expect.stringMatching(/^factory\.talos\.dev\//) as string, wipe: false },
      },
    });
    expect(documents({})).toHaveLength(1);
  });

  test("GRUB is told to take the image's kernel arguments where an older contract does not say so", () => {
    const install = (contractVersion: string, version: string, kernelArgs: string[]) =>
      hardwareDocuments(
        { talos: { ...small().talos, contractVersion, version } },
        hardwareSchema.parse({ ...pc, kernelArgs }),
      )[0]?.["machine"];
    const told = { install: { grubUseUKICmdline: true } };
    expect(install("v1.11", "v1.12.4", ["audit=0"])).toMatchObject(told);
    expect(install("v1.12", "v1.12.4", ["audit=0"])).not.toMatchObject(told);
    expect(install("v1.11", "v1.11.6", ["audit=0"])).not.toMatchObject(told);
    expect(install("v1.11", "v1.12.4", [])).not.toMatchObject(told);
  });

  test("a 4 GB board keeps memory for itself and evicts early", () => {
    expect(hardwareDocuments(small(), hardwareSchema.parse(pi))[0]).toMatchObject({
      machine: {
        kubelet: {
          extraConfig: {
            systemReserved: { cpu: "100m", memory: "384Mi" },
            kubeReserved: { cpu: "100m", memory: "256Mi" },
            evictionHard: {
              "memory.available": "256Mi",
              "nodefs.available": "10%",
              "nodefs.inodesFree": "5%",
              "imagefs.available": "15%",
            },
          },
        },
      },
    });
  });

  test("the profile's own reservation wins", () => {
    expect(
      documents({ memoryMiB: 2048, reserved: { system: { cpu: "1", memory: "1Gi" } } })[0],
    ).toMatchObject({
      machine: { kubelet: { extraConfig: { systemReserved: { cpu: "1", memory: "1Gi" } } } },
    });
  });

  test("modules of stack and profile, udev rules and watchdog", () => {
    const spec = small({ talos: { ...talos, kernelModules: ["nbd"] } });
    const profile = {
      ...pc,
      kernelModules: ["uinput", "nbd"],
      udevRules: ["RULE"],
      watchdog: true,
    };
    expect(hardwareDocuments(spec, hardwareSchema.parse(profile))).toMatchObject([
      {
        machine: {
          kernel: { modules: [{ name: "nbd" }, { name: "uinput" }] },
          udev: { rules: ["RULE"] },
        },
      },
      { kind: "WatchdogTimerConfig", device: "/dev/watchdog0", timeout: "5m0s" },
    ]);
  });
});

describe("node", () => {
  const machineOf = (spec: ReturnType<typeof small>) =>
    (nodeDocuments(spec, named(spec, "node"))[0] as { machine: Record<string, unknown> }).machine;

  test("the host name is the node's and never made up", () => {
    const spec = withNode({});
    expect(ofKind(nodeDocuments(spec, named(spec, "node")), "HostnameConfig")).toEqual([
      { apiVersion: "v1alpha1", kind: "HostnameConfig", auto: "off", hostname: "node" },
    ]);
  });

  test("labels and taints", () => {
    const taints = [{ key: "dedicated", value: "media", effect: "NoSchedule" as const }];
    expect(machineOf(withNode({ labels: { zone: "a" }, taints }))).toEqual({
      install: { disk: "/dev/nvme0n1" },
      nodeLabels: { zone: "a" },
      kubelet: { extraConfig: { registerWithTaints: taints } },
    });
  });

  test("the directory of local volumes is a mount of the kubelet", () => {
    expect(machineOf(withNode({}, { storage: { local: {} } }))).toMatchObject({
      kubelet: {
        extraMounts: [
          {
            destination: "/var/mnt/extra",
            source: "/var/mnt/extra",
            type: "bind",
            options: ["rbind", "rshared", "rw"],
          },
        ],
      },
    });
  });

  test("a user volume behind that directory needs none", () => {
    const storage = { local: { path: "/var/mnt/local", volume: "local" } };
    const spec = withNode({ volumes: { local: { minSize: "10Gi" } } }, { storage });
    expect(machineOf(spec)).toEqual({ install: { disk: "/dev/nvme0n1" } });
  });
});

/**
 * Which tools the lab runs, in which version, and where each can come from.
 * Everything that is particular to one tool is in this table; how a tool is had is in `resolve.ts`.
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where the official builds are published. The only table of download addresses in the lab. */
export const downloadBases = {
  /** https://www.pulumi.com/docs/install/ points at these archives. */
  pulumi: "https://github.com/pulumi/pulumi/releases/download",
  pulumiApi: "https://api.github.com/repos/pulumi/pulumi/releases/tags",
  /** https://kubernetes.io/releases/download/#binaries */
  kubernetes: "https://dl.k8s.io/release",
  /** https://etcd.io/docs/v3.6/install/ */
  etcd: "https://github.com/etcd-io/etcd/releases/download",
  /** https://kwok.sigs.k8s.io/docs/user/installation/ */
  kwok: "https://github.com/kubernetes-sigs/kwok/releases/download",
  kwokApi: "https://api.github.com/repos/kubernetes-sigs/kwok/releases/tags",
} as const;

/** Addresses of the publishers, by publisher. */
export type DownloadBases = Readonly<Record<keyof typeof downloadBases, string>>;

/** Operating system and CPU of this machine, in Go's spelling. */
export interface Platform {
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
}

/** How the SHA-256 of a download is published. */
export type Checksum =
  /** A file that holds the bare digest, or `digest  name`. */
  | { readonly kind: "file"; readonly url: string }
  /** A `SHA256SUMS` file: one `digest  name` line an asset. */
  | { readonly kind: "sums"; readonly url: string; readonly asset: string }
  /** The release of GitHub's REST API, whose assets carry `digest: "sha256:…"`. */
  | { readonly kind: "github"; readonly url: string; readonly asset: string };

/** An official build. */
export interface Download {
  readonly url: string;
  readonly checksum: Checksum;
  /** Path of the executable inside a `.tar.gz`; absent when the download is the executable. */
  readonly member?: string;
}

/** A build from the module that pins it. */
export interface GoBuild {
  /** Directory of the `go.mod` that pins the tool, absolute. */
  readonly moduleDir: string;
  readonly package: string;
  /** Values for `-ldflags -X`, by variable. */
  readonly stamp?: Readonly<Record<string, string>>;
}

/** One executable of the lab. */
export interface Tool {
  readonly name: string;
  /** The version that is downloaded or built; key of the cache. */
  readonly version: string;
  /** How to ask an executable on PATH for its version; absent: PATH is not looked at. */
  readonly onPath?: {
    readonly args: readonly string[];
    /** Inclusive lower and exclusive upper bound of what fits. */
    readonly atLeast: string;
    readonly below: string;
  };
  /** The official build for a platform, or why there is none. */
  readonly download?: (platform: Platform, bases: DownloadBases) => Download | string;
  readonly build: GoBuild;
}

const moduleDir = (name: string): string => path.join(__dirname, "modules", name);

// renovate: datasource=github-releases depName=kubernetes/kubernetes extractVersion=^v(?<version>.+)$
const KUBERNETES = "1.35.1";
// renovate: datasource=github-releases depName=pulumi/pulumi extractVersion=^v(?<version>.+)$
const PULUMI = "3.250.0";
// renovate: datasource=github-releases depName=etcd-io/etcd extractVersion=^v(?<version>.+)$
const ETCD = "3.6.8";
// renovate: datasource=github-releases depName=kubernetes-sigs/kwok extractVersion=^v(?<version>.+)$
const KWOK = "0.8.0";

function kubernetes(name: string, server: boolean): Tool {
  return {
    name,
    version: KUBERNETES,
    onPath: server
      ? { args: ["--version"], atLeast: "1.35.0", below: "1.36.0" }
      : // kubectl may be one minor older or newer than the API server.
        { args: ["version", "--client"], atLeast: "1.34.0", below: "1.37.0" },
    download: ({ os, arch }, bases) => {
      if (server && os !== "linux") return `no official ${name} for ${os}`;
      const suffix = os === "windows" ? ".exe" : "";
      const url = `${bases.kubernetes}/v${KUBERNETES}/bin/${os}/${arch}/${name}${suffix}`;
      return { url, checksum: { kind: "file", url: `${url}.sha256` } };
    },
    build: {
      moduleDir: moduleDir("kubernetes"),
      package: `k8s.io/kubernetes/cmd/${name}`,
      // A build from the module carries no version of its own; clients and the API server's
      // /version need one.
      stamp: {
        "k8s.io/component-base/version.gitVersion": `v${KUBERNETES}`,
        "k8s.io/component-base/version.gitMajor": "1",
        "k8s.io/component-base/version.gitMinor": "35",
        "k8s.io/client-go/pkg/version.gitVersion": `v${KUBERNETES}`,
      },
    },
  };
}

/** The engine and the control plane, in the order in which they are had. */
export const tools = {
  pulumi: {
    name: "pulumi",
    version: PULUMI,
    // 3.238 is the first engine in which a failing after-hook fails the deployment.
    onPath: { args: ["version"], atLeast: "3.238.0", below: "4.0.0" },
    download: ({ os, arch }, bases) => {
      if (os === "windows") return "the lab reads .tar.gz archives only";
      const asset = `pulumi-v${PULUMI}-${os}-${arch === "amd64" ? "x64" : "arm64"}.tar.gz`;
      return {
        url: `${bases.pulumi}/v${PULUMI}/${asset}`,
        checksum: { kind: "github", url: `${bases.pulumiApi}/v${PULUMI}`, asset },
        member: "pulumi/pulumi",
      };
    },
    build: {
      moduleDir: moduleDir("pulumi"),
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      // The Automation API parses the version and refuses an empty one.
      stamp: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${PULUMI}` },
    },
  },
  etcd: {
    name: "etcd",
    version: ETCD,
    // Debian's etcd-server is 3.4, which the API server still works with.
    onPath: { args: ["--version"], atLeast: "3.4.0", below: "4.0.0" },
    download: ({ os, arch }, bases) => {
      if (os !== "linux") return `etcd publishes no .tar.gz for ${os}`;
      const base = `etcd-v${ETCD}-${os}-${arch}`;
      return {
        url: `${bases.etcd}/v${ETCD}/${base}.tar.gz`,
        checksum: {
          kind: "sums",
          url: `${bases.etcd}/v${ETCD}/SHA256SUMS`,
          asset: `${base}.tar.gz`,
        },
        member: `${base}/etcd`,
      };
    },
    build: { moduleDir: moduleDir("etcd"), package: "go.etcd.io/etcd/server/v3" },
  },
  "kube-apiserver": kubernetes("kube-apiserver", true),
  "kube-controller-manager": kubernetes("kube-controller-manager", true),
  "kube-scheduler": kubernetes("kube-scheduler", true),
  kwok: {
    name: "kwok",
    version: KWOK,
    onPath: { args: ["--version"], atLeast: "0.7.0", below: "1.0.0" },
    download: ({ os, arch }, bases) => {
      const asset = `kwok-${os}-${arch}${os === "windows" ? ".exe" : ""}`;
      return {
        url: `${bases.kwok}/v${KWOK}/${asset}`,
        checksum: { kind: "github", url: `${bases.kwokApi}/v${KWOK}`, asset },
      };
    },
    build: {
      moduleDir: moduleDir("kwok"),
      package: "sigs.k8s.io/kwok/cmd/kwok",
      stamp: { "sigs.k8s.io/kwok/pkg/consts.Version": `v${KWOK}` },
    },
  },
  kubectl: kubernetes("kubectl", false),
} as const satisfies Record<string, Tool>;

/** Name of one of {@link tools}. */
export type ToolName = keyof typeof tools;

/** The Kubernetes version of the lab's control plane, without the `v`. */
export const kubernetesVersion = KUBERNETES;

/** Root of the lab's own Go module. */
const labDir = path.join(__dirname, "..");

/**
 * A program of the lab itself, built from its sources here; its version is a digest of them, so
 * a changed source is a new entry in the cache.
 */
function labProgram(name: string, packagePath: string): Tool {
  const sources = globSync(["go.mod", "go.sum", "{talos,plugins}/**/*.go"], { cwd: labDir }).sort();
  const hash = createHash("sha256");
  for (const source of sources.filter((each) => !each.endsWith("_test.go"))) {
    hash.update(`${source}\0`).update(readFileSync(path.join(labDir, source)));
  }
  return {
    name,
    version: hash.digest("hex").slice(0, 12),
    download: () => "part of this project, not published",
    build: { moduleDir: labDir, package: packagePath },
  };
}

/** The lab's own Go programs. Reads their sources, so it is called and not a constant. */
export const labPrograms = (): {
  readonly "talos-sim": Tool;
  readonly "pulumi-resource-talos": Tool;
} => ({
  "talos-sim": labProgram("talos-sim", "./talos"),
  "pulumi-resource-talos": labProgram("pulumi-resource-talos", "./plugins/talos"),
});

/** This machine, or undefined for one that no tool is published or built for. */
export function currentPlatform(): Platform | undefined {
  const os = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform as string];
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  return os === undefined || arch === undefined ? undefined : ({ os, arch } as Platform);
}

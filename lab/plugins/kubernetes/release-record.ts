import { gunzipSync, gzipSync } from "node:zlib";
import { asObject, asString } from "../shared/values";
import type { Properties } from "../shared/values";
import type { Api, KubeObject, Ref } from "./api";
import type { ReleaseName } from "./chart-objects";

/** What Helm's own record of a release says. */
export interface ReleaseRecord {
  readonly chart: string;
  readonly version: string;
  readonly revision: number;
}

const PREFIX = "sh.helm.release.v1";

/**
 * The records that Helm keeps of its releases, in its own form, so that `helm list` shows what was
 * installed: https://helm.sh/docs/topics/advanced/#storage-backends. Without the values, which may
 * be secret, and with the newest revision only.
 */
export class ReleaseRecords {
  constructor(private readonly api: Api) {}

  /** The newest record of a release, and who wrote it. */
  async find(
    release: ReleaseName,
  ): Promise<{ record: ReleaseRecord; object: KubeObject } | undefined> {
    const kind = await this.api.kind("v1", "Secret");
    const found = await this.api.list(kind, release.namespace, `owner=helm,name=${release.name}`);
    const records = found.map((object) => ({ object, record: decode(object) }));
    return records.sort((a, b) => b.record.revision - a.record.revision)[0];
  }

  /** Writes the record of a revision and takes away those before it. */
  async write(release: ReleaseName, record: ReleaseRecord, manager: string): Promise<void> {
    const ref = await this.ref(release, record.revision);
    await this.api.apply(ref, encode(ref, release, record), { manager, force: true });
    for (const object of await this.api.list(
      ref.kind,
      release.namespace,
      `owner=helm,name=${release.name}`,
    )) {
      const name = asString(asObject(object["metadata"])["name"]) ?? "";
      if (name !== ref.name) await this.api.delete({ ...ref, name }, "Background");
    }
  }

  /** Takes all records of a release away. */
  async remove(release: ReleaseName): Promise<void> {
    const kind = await this.api.kind("v1", "Secret");
    const found = await this.api.list(kind, release.namespace, `owner=helm,name=${release.name}`);
    for (const object of found) {
      const name = asString(asObject(object["metadata"])["name"]) ?? "";
      await this.api.delete({ kind, namespace: release.namespace, name }, "Background");
    }
  }

  private async ref(release: ReleaseName, revision: number): Promise<Ref> {
    return {
      kind: await this.api.kind("v1", "Secret"),
      namespace: release.namespace,
      name: `${PREFIX}.${release.name}.v${revision}`,
    };
  }
}

function encode(ref: Ref, release: ReleaseName, record: ReleaseRecord): KubeObject {
  const content = {
    name: release.name,
    namespace: release.namespace,
    version: record.revision,
    info: { status: "deployed", description: "Install complete" },
    chart: { metadata: { name: record.chart, version: record.version, apiVersion: "v2" } },
    manifest: "",
  };
  // Helm writes base64 of gzip of JSON, and a Secret's data is base64 of that.
  const packed = gzipSync(JSON.stringify(content)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: ref.name,
      namespace: release.namespace,
      labels: {
        name: release.name,
        owner: "helm",
        status: "deployed",
        version: String(record.revision),
      },
    },
    data: { release: Buffer.from(packed).toString("base64") },
  };
}

function decode(object: KubeObject): ReleaseRecord {
  const data = asString(asObject(object["data"])["release"]) ?? "";
  const packed = Buffer.from(Buffer.from(data, "base64").toString("utf8"), "base64");
  let content: Properties = {};
  try {
    content = JSON.parse(gunzipSync(packed).toString("utf8")) as Properties;
  } catch {
    // A record that cannot be read still says by its labels that the release is there.
  }
  const metadata = asObject(asObject(content["chart"])["metadata"]);
  const labels = asObject(asObject(object["metadata"])["labels"]);
  return {
    chart: asString(metadata["name"]) ?? "",
    version: asString(metadata["version"]) ?? "",
    revision: Number(labels["version"] ?? 1),
  };
}

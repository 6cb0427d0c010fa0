import { createHash, randomBytes } from "node:crypto";
import { changes } from "../shared/diff";
import { InitError, PluginError, messageOf } from "../shared/errors";
import type { Call, Difference, Found } from "../shared/plugin";
import { redact } from "../shared/redact";
import { asArray, asObject, asString, isUnknown, outputSecrets } from "../shared/values";
import type { Bag, Properties } from "../shared/values";
import type { Api } from "./api";
import type { ReleaseName } from "./chart-objects";
import { declarationOf } from "./charts";
import { UnreachableError } from "./client";
import type { ClusterResource } from "./cluster-resource";
import { isManagedBy, managerOf } from "./objects";
import type { KubernetesConfig } from "./provider-config";
import { ReleaseInstaller } from "./release-installer";
import type { Installed } from "./release-installer";
import { ReleaseRecords } from "./release-record";
import type { WaitOptions } from "./wait";

/** The type token of a Helm release. */
export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Helm's own default for `--timeout`, in s. */
const TIMEOUT = 300;

/**
 * A Helm release, without Helm: the CRDs, workloads and services that the declaration of its chart
 * says it brings (`charts.ts`). Values change nothing of them; they are recorded and compared.
 */
export class ReleaseResource implements ClusterResource {
  private readonly installer: ReleaseInstaller;
  private readonly records: ReleaseRecords;

  constructor(
    api: Api,
    private readonly config: KubernetesConfig,
  ) {
    this.installer = new ReleaseInstaller(api);
    this.records = new ReleaseRecords(api);
  }

  /** Gives a release without a name one of its resource's name and eight random digits. */
  static check(call: Call, olds: Bag, news: Bag, seed: Uint8Array): Bag {
    if (news.values["name"] !== undefined && news.values["name"] !== null) return news;
    const digits =
      seed.length > 0
        ? createHash("sha256").update(call.urn).update(seed).digest("hex").slice(0, 8)
        : randomBytes(4).toString("hex");
    const name =
      asString(olds.values["name"]) ?? `${call.urn.split("::").at(-1) ?? "release"}-${digits}`;
    return { ...news, values: { ...news.values, name } };
  }

  diff(_call: Call, oldInputs: Bag, _olds: Bag, news: Bag): Promise<Difference> {
    const all = changes(oldInputs.values, news.values);
    const replaces = all.filter(({ path: [key] }) => key === "name" || key === "namespace");
    return Promise.resolve({ changes: all, replaces });
  }

  async create(call: Call, inputs: Bag, timeout?: number) {
    const release = this.nameOf(inputs.values);
    const manager = managerOf(call.urn, {});
    const existing = await this.records.find(release);
    if (existing && !isManagedBy(existing.object, manager)) {
      throw new PluginError(
        `release ${idOf(release)}: the name is in use by a release that this resource did not make`,
      );
    }
    const revision = existing?.record.revision ?? 1;
    const outputs = await this.install(call, release, inputs, revision, {}, timeout);
    return { id: idOf(release), outputs };
  }

  async read(
    call: Call,
    id: string,
    known?: { inputs: Bag; outputs: Bag },
  ): Promise<Found | undefined> {
    const [namespace = "", name = ""] = id.split("/");
    const release = { namespace, name };
    try {
      const existing = await this.records.find(release);
      if (!existing) return undefined;
      if (known) return { id, ...known };
      const { chart, version, revision } = existing.record;
      const inputs: Bag = { values: { name, namespace, chart, version }, secrets: [] };
      const found = stateOf(inputs, release, revision, { names: {} }, managerOf(call.urn, {}));
      return { id, inputs, outputs: found };
    } catch (error) {
      if (error instanceof UnreachableError && this.config.deleteUnreachable) return undefined;
      throw error;
    }
  }

  previewUpdate(_call: Call, _id: string, olds: Bag, news: Bag): Promise<Bag> {
    const values = { ...olds.values, ...news.values };
    return Promise.resolve({ values, secrets: [...olds.secrets, ...news.secrets] });
  }

  async update(call: Call, _id: string, olds: Bag, news: Bag, timeout?: number): Promise<Bag> {
    const release = this.nameOf(news.values);
    const existing = await this.records.find(release);
    const revision = (existing?.record.revision ?? 0) + 1;
    const before = asObject(olds.values["resourceNames"]);
    return this.install(call, release, news, revision, before, timeout);
  }

  async delete(call: Call, id: string, outputs: Bag, inputs: Bag, timeout?: number): Promise<void> {
    const [namespace = "", name = ""] = id.split("/");
    const release = { namespace, name };
    const names = asObject(outputs.values["resourceNames"]);
    try {
      await this.installer.uninstall(release, names, waiting(call, inputs.values, timeout));
      await this.records.remove(release);
    } catch (error) {
      if (error instanceof UnreachableError && this.config.deleteUnreachable) return;
      throw error;
    }
  }

  private async install(
    call: Call,
    release: ReleaseName,
    inputs: Bag,
    revision: number,
    before: Properties,
    timeout?: number,
  ): Promise<Bag> {
    const { values } = inputs;
    const chart = asString(values["chart"]);
    if (chart === undefined) throw new PluginError("chart: is missing");
    const declaration = declarationOf(chart, release);
    const manager = managerOf(call.urn, {});
    const options = {
      manager,
      crds: values["skipCrds"] !== true,
      createNamespace: values["createNamespace"] === true,
    };
    const patience = waiting(call, values, timeout);
    const installed = await this.installer.apply(release, declaration, options, patience);
    const version = asString(values["version"]) ?? "";
    const name = chart.split("/").at(-1) ?? chart;
    await this.records.write(release, { chart: name, version, revision }, manager);
    await this.installer.prune(release, before, installed.names, patience);

    const outputs = stateOf(inputs, release, revision, installed, manager);
    if (values["skipAwait"] === true) return outputs;
    try {
      await this.installer.waitFor(installed.objects, patience);
      return outputs;
    } catch (error) {
      const reason = redact(`release ${idOf(release)}: ${messageOf(error)}`, inputs);
      if (values["atomic"] !== true || revision > 1) {
        throw new InitError(idOf(release), outputs, inputs, [reason]);
      }
      // What atomic asks for: a first install that fails leaves nothing.
      await this.installer.uninstall(release, installed.names, patience);
      await this.records.remove(release);
      throw new PluginError(`${reason}; taken away again, as it is atomic`);
    }
  }

  private nameOf(inputs: Properties): ReleaseName {
    const name = asString(inputs["name"]);
    if (name === undefined || isUnknown(inputs["namespace"])) {
      throw new PluginError("release: its name or namespace is not known");
    }
    return { name, namespace: asString(inputs["namespace"]) ?? this.config.namespace };
  }
}

function idOf({ namespace, name }: ReleaseName): string {
  return `${namespace}/${name}`;
}

function waiting(call: Call, inputs: Properties, timeout?: number): WaitOptions {
  const seconds = Number(inputs["timeout"] ?? 0) || TIMEOUT;
  return { ...call, timeout: timeout ?? seconds * 1000 };
}

/** The outputs of the official provider; a chart's own app version is not known here. */
function stateOf(
  inputs: Bag,
  release: ReleaseName,
  revision: number,
  installed: Pick<Installed, "names">,
  manager: string,
): Bag {
  const { values } = inputs;
  const version = asString(values["version"]) ?? "";
  return {
    values: {
      ...values,
      valueYamlFiles: [...asArray(values["valueYamlFiles"])],
      resourceNames: installed.names,
      status: {
        name: release.name,
        namespace: release.namespace,
        chart: (asString(values["chart"]) ?? "").split("/").at(-1) ?? "",
        version,
        appVersion: version,
        revision,
        status: "deployed",
      },
      __fieldManager: manager,
    },
    secrets: outputSecrets(inputs.secrets),
  };
}

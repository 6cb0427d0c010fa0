import { crd, namespaceNeed, type Capability } from "./capability";
import {
  containersOf,
  groupOf,
  isCustom,
  list,
  podSpecOf,
  record,
  text,
  type KubernetesObject,
} from "./object";
import { operatorNeeds, operatorProvides } from "./operator-kinds";

/** What an object needs before it can be made, read off the object itself. */
export function needsOf(object: KubernetesObject): Capability[] {
  const { apiVersion, kind, metadata } = object;
  const namespace = metadata.namespace ?? "default";
  const needs: Capability[] = [...namespaceNeed(metadata.namespace)];
  if (isCustom(object)) needs.push(crd(apiVersion, kind));
  const podSpec = podSpecOf(object);
  if (podSpec !== undefined) needs.push("nodes", ...podNeeds(podSpec, namespace));
  needs.push(...kindNeeds(object, namespace), ...operatorNeeds(object));
  return [...new Set(needs)];
}

function kindNeeds(object: KubernetesObject, namespace: string): Capability[] {
  const spec = record(object["spec"]);
  switch (object.kind) {
    case "PersistentVolumeClaim":
      return typeof spec["storageClassName"] === "string" && spec["storageClassName"] !== ""
        ? [`storageclass:${spec["storageClassName"]}`]
        : [];
    case "StatefulSet":
      return list(spec["volumeClaimTemplates"]).flatMap((template) => {
        const name = record(record(template)["spec"])["storageClassName"];
        return typeof name === "string" ? [`storageclass:${name}` as const] : [];
      });
    case "HTTPRoute":
    case "TCPRoute":
    case "UDPRoute":
    case "TLSRoute":
    case "GRPCRoute":
      return list(spec["parentRefs"])
        .map(record)
        .map((ref) => `gateway:${text(ref["name"])}` as const);
    case "ExternalSecret": {
      const { name, kind } = record(spec["secretStoreRef"]);
      return kind === "SecretStore" || name === undefined ? [] : [`secretstore:${text(name)}`];
    }
    case "Certificate": {
      const { name } = record(spec["issuerRef"]);
      return name === undefined ? [] : [`issuer:${text(name)}`];
    }
    case "Database":
      return [`postgres:${text(record(spec["cluster"])["name"])}`];
    case "RoleBinding":
    case "ClusterRoleBinding":
      return list(object["subjects"])
        .map(record)
        .flatMap(({ kind, name, namespace: other }) =>
          kind === "ServiceAccount"
            ? [`serviceaccount:${text(other ?? namespace)}/${text(name)}` as const]
            : [],
        );
    default:
      return [];
  }
}

/** Secrets, config maps, claims and the service account that a pod refers to. */
function podNeeds(podSpec: Readonly<Record<string, unknown>>, namespace: string): Capability[] {
  const needs: Capability[] = [];
  const secret = (name: unknown, optional: unknown) => {
    if (typeof name === "string" && optional !== true) needs.push(`secret:${namespace}/${name}`);
  };
  const configMap = (name: unknown, optional: unknown) => {
    if (typeof name === "string" && optional !== true) needs.push(`configmap:${namespace}/${name}`);
  };
  for (const volume of list(podSpec["volumes"]).map(record)) {
    const claim = record(volume["persistentVolumeClaim"])["claimName"];
    if (typeof claim === "string") needs.push(`pvc:${namespace}/${claim}`);
    secret(record(volume["secret"])["secretName"], record(volume["secret"])["optional"]);
    configMap(record(volume["configMap"])["name"], record(volume["configMap"])["optional"]);
    for (const source of list(record(volume["projected"])["sources"]).map(record)) {
      secret(record(source["secret"])["name"], record(source["secret"])["optional"]);
      configMap(record(source["configMap"])["name"], record(source["configMap"])["optional"]);
    }
  }
  for (const container of containersOf(podSpec)) {
    for (const source of list(container["envFrom"]).map(record)) {
      secret(record(source["secretRef"])["name"], record(source["secretRef"])["optional"]);
      configMap(record(source["configMapRef"])["name"], record(source["configMapRef"])["optional"]);
    }
    for (const variable of list(container["env"]).map(record)) {
      const from = record(variable["valueFrom"]);
      secret(record(from["secretKeyRef"])["name"], record(from["secretKeyRef"])["optional"]);
      configMap(
        record(from["configMapKeyRef"])["name"],
        record(from["configMapKeyRef"])["optional"],
      );
    }
  }
  const account = podSpec["serviceAccountName"];
  if (typeof account === "string" && account !== "default") {
    needs.push(`serviceaccount:${namespace}/${account}`);
  }
  return needs;
}

/** What an object provides once it is there, read off the object itself. */
export function providesOf(object: KubernetesObject): Capability[] {
  return [...kindProvides(object), ...operatorProvides(object)];
}

function kindProvides(object: KubernetesObject): Capability[] {
  const { kind, metadata } = object;
  const place = `${metadata.namespace ?? "default"}/${metadata.name}`;
  const spec = record(object["spec"]);
  switch (kind) {
    case "Namespace":
      return [`namespace:${metadata.name}`];
    case "CustomResourceDefinition":
      return [crd(`${String(spec["group"])}/`, String(record(spec["names"])["kind"]))];
    case "ConfigMap":
      return [`configmap:${place}`];
    case "Secret":
      return [`secret:${place}`];
    case "ServiceAccount":
      return [`serviceaccount:${place}`];
    case "PersistentVolumeClaim":
      return [`pvc:${place}`];
    case "StorageClass":
      return [`storageclass:${metadata.name}`];
    case "Gateway":
      return [`gateway:${metadata.name}`];
    case "ClusterSecretStore":
      return [`secretstore:${metadata.name}`];
    case "ClusterIssuer":
      return [`issuer:${metadata.name}`];
    case "ExternalSecret": {
      const target = record(spec["target"])["name"] ?? metadata.name;
      return [`secret:${metadata.namespace ?? "default"}/${text(target)}`];
    }
    case "Certificate":
      return typeof spec["secretName"] === "string"
        ? [`secret:${metadata.namespace ?? "default"}/${spec["secretName"]}`]
        : [];
    case "Cluster":
      return groupOf(object.apiVersion) === "postgresql.cnpg.io"
        ? [`postgres:${metadata.name}`, `secret:${place}-app`, `secret:${place}-superuser`]
        : [];
    case "Dragonfly":
      return [`cache:${metadata.name}`];
    default:
      return [];
  }
}

import type { TalosDocument } from "../canonical";

/**
 * The login of an image registry. The only part of a patch that is secret.
 * https://www.talos.dev/v1.12/reference/configuration/cri/registryauthconfig/
 */
export function registryAuthDocument(
  host: string,
  username: string,
  password: string,
): TalosDocument {
  return { apiVersion: "v1alpha1", kind: "RegistryAuthConfig", name: host, username, password };
}

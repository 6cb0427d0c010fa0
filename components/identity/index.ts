import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { autheliaBundle } from "./authelia";
import { AUTHELIA, LLDAP } from "./databases";
import { forwardAuthBundle } from "./forward-auth";
import { lldapBundle } from "./lldap";
import { oidcClientsBundle } from "./oidc-clients";
import { platformEntry } from "./service-app";
import { signingKeyBundle } from "./signing-key";
import { smtpRelayBundle } from "./smtp-relay";

/** People, their logins and outgoing mail, as far as the stack has them and selects their apps. */
export function identityBundles(spec: ClusterSpec): Bundle[] {
  return [...loginBundles(spec), ...mailBundles(spec)];
}

function loginBundles(spec: ClusterSpec): Bundle[] {
  if (spec.identity === undefined) return [];
  const directory = platformEntry(spec, LLDAP);
  const authelia = platformEntry(spec, AUTHELIA);
  const clients = oidcClientsBundle(spec);
  const all = [
    ...(directory === undefined ? [] : [lldapBundle(spec, directory)]),
    ...(authelia === undefined
      ? []
      : [
          clients,
          clients === undefined ? undefined : signingKeyBundle(),
          autheliaBundle(spec, authelia),
          forwardAuthBundle(spec, authelia),
        ]),
  ];
  return all.filter((bundle) => bundle !== undefined);
}

function mailBundles(spec: ClusterSpec): Bundle[] {
  const relay = platformEntry(spec, "smtp-relay");
  return relay === undefined || spec.mail === undefined
    ? []
    : [smtpRelayBundle(spec, relay, spec.mail)];
}

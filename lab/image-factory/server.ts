import { createHash } from "node:crypto";
import type { Call, Protocol, Reply } from "../simulator/http-simulator";
import { StateFile } from "../simulator/state-file";
import { SchematicError, canonical } from "./schematic";

/** What the simulated factory offers. */
export interface FactoryOffer {
  /** Talos versions with the `v`. */
  readonly talosVersions: readonly string[];
  /** Official extensions by whole name, e.g. `siderolabs/i915`. */
  readonly extensions: readonly string[];
  /** Official overlays by name, with their image. */
  readonly overlays: Readonly<Record<string, string>>;
}

/** A usual choice; the lab adds what its stack names. */
export const defaultOffer: FactoryOffer = {
  talosVersions: ["v1.12.3", "v1.12.4"],
  extensions: [
    "amd-ucode",
    "amdgpu",
    "i915",
    "i915-ucode",
    "intel-ucode",
    "iscsi-tools",
    "mei",
    "nut-client",
    "qemu-guest-agent",
    "thunderbolt",
    "uinput",
    "util-linux-tools",
  ].map((name) => `siderolabs/${name}`),
  overlays: { rpi_generic: "siderolabs/sbc-raspberrypi" },
};

/**
 * The Image Factory's API: a schematic in, its id out; and the lists of what there is. Images are
 * not served.
 */
export function imageFactory(stateFile: string, offer: FactoryOffer = defaultOffer): Protocol {
  const state = new StateFile<{ schematics: Record<string, string> }>(stateFile, {
    schematics: {},
  });
  const digest = (name: string): string =>
    `sha256:${createHash("sha256").update(name).digest("hex")}`;

  const post = ({ body }: Call): Reply => {
    let text: string;
    try {
      text = canonical(body);
    } catch (error) {
      if (error instanceof SchematicError) return plain(400, error.message);
      throw error;
    }
    const id = createHash("sha256").update(text).digest("hex");
    if (state.value.schematics[id] === undefined) {
      state.value.schematics[id] = text;
      state.save();
    }
    return { status: 201, body: { id } };
  };

  const list = (version: string, what: string): Reply => {
    if (!offer.talosVersions.includes(version)) return plain(404, `version ${version} not found`);
    if (what === "extensions") {
      const body = offer.extensions.map((name) => ({
        name,
        ref: `ghcr.io/${name}:${version}`,
        digest: digest(name),
        author: "",
        description: "",
      }));
      return { status: 200, body };
    }
    const body = Object.entries(offer.overlays).map(([name, image]) => ({
      name,
      image,
      ref: `ghcr.io/${image}:${version}`,
      digest: digest(image),
    }));
    return { status: 200, body };
  };

  return {
    error: plain,
    handle(call) {
      const { method, path } = call;
      if (path === "/schematics") {
        return method === "POST" ? post(call) : plain(405, "Method Not Allowed");
      }
      if (method !== "GET") return plain(405, "Method Not Allowed");
      if (path === "/versions") return { status: 200, body: offer.talosVersions };
      const stored = /^\/schematics\/([0-9a-f]{64})$/.exec(path)?.[1];
      if (stored !== undefined) {
        const text = state.value.schematics[stored];
        return text === undefined
          ? plain(404, "schematic not found")
          : { status: 200, body: text, headers: { "content-type": "application/yaml" } };
      }
      const [, version, what] =
        /^\/version\/([^/]+)\/(extensions|overlays)\/official$/.exec(path) ?? [];
      if (version !== undefined && what !== undefined) return list(version, what);
      return plain(404, "Not Found");
    },
  };
}

const plain = (status: number, message: string): Reply => ({
  status,
  body: `${message}\n`,
  headers: { "content-type": "text/plain; charset=utf-8" },
});

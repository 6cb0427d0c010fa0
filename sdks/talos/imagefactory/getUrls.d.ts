import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi";
import type * as outputs from "../types/output";

/**
 * Where the assets of a schematic are for one Talos version. Exactly one of `platform` and `sbc` has to be
 * given.
 *
 * Source: https://www.talos.dev/v1.12/learn-more/image-factory/
 */
export declare function getUrls(args: GetUrlsArgs, options?: InvokeOptions): Promise<GetUrlsResult>;

/** {@link getUrls}, from outputs. */
export declare function getUrlsOutput(
  args: GetUrlsOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetUrlsResult>;

/** Arguments of {@link getUrls}. */
export interface GetUrlsArgs {
  /** `amd64` or `arm64`. Default `amd64`. */
  architecture?: string;
  /** Platform such as `metal`. */
  platform?: string;
  /** Single-board computer such as `rpi_generic`. */
  sbc?: string;
  schematicId: string;
  /** Talos version such as `v1.12.4`. */
  talosVersion: string;
}

/** Arguments of {@link getUrlsOutput}. */
export interface GetUrlsOutputArgs {
  architecture?: Input<string>;
  platform?: Input<string>;
  sbc?: Input<string>;
  schematicId: Input<string>;
  talosVersion: Input<string>;
}

/** Result of {@link getUrls}: its arguments and the addresses. */
export interface GetUrlsResult {
  readonly architecture: string;
  readonly id: string;
  readonly platform?: string;
  readonly sbc?: string;
  readonly schematicId: string;
  readonly talosVersion: string;
  readonly urls: outputs.imagefactory.GetUrlsUrls;
}

import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../spec/cluster";
import type { Endpoints } from "../spec/endpoints";
import { routesOf } from "../spec/queries";
import type { Bundle } from "./contracts/bundle";
import { Registry, type SecretValues } from "./contracts/context";

/** Arguments of {@link Platform}. */
export interface PlatformArgs {
  /** The valid cluster. */
  readonly spec: ClusterSpec;
  /** Where the world is. */
  readonly endpoints: Endpoints;
  /** Secret values from config, by key. */
  readonly secrets: SecretValues;
}

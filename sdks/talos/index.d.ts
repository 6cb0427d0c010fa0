import * as client from "./client";
import * as cluster from "./cluster";
import * as imagefactory from "./imagefactory";
import * as machine from "./machine";
import * as types from "./types";

export { Provider, ProviderArgs } from "./provider";
export { client, cluster, imagefactory, machine, types };

/** The `imagefactory` module under its token's spelling. The generated package has `imagefactory` only. */
export import imageFactory = imagefactory;

import { servePlugin } from "../shared/server";
import { KubernetesPlugin } from "./plugin";

void servePlugin(new KubernetesPlugin());

import { servePlugin } from "../shared/server";
import { CloudflarePlugin } from "./plugin";

void servePlugin(new CloudflarePlugin());

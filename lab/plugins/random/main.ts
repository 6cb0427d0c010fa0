import { servePlugin } from "../shared/server";
import { RandomPlugin } from "./plugin";

void servePlugin(new RandomPlugin());

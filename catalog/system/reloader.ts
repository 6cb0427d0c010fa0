import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "reloader",
  category: "system",
  layer: "system",
  description: "Restarts workloads whose Secrets or ConfigMaps changed",
});

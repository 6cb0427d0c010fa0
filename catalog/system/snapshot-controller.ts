import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "snapshot-controller",
  category: "system",
  layer: "storage",
  description: "Volume snapshots, where the stack has Ceph",
});

import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "rook-ceph",
  category: "rook-ceph",
  layer: "storage",
  description: "Ceph's dashboard; the stack's `storage.ceph` makes the cluster",
  service: { name: "rook-ceph-mgr-dashboard", port: 7000 },
  routes: { web: { gateway: "internal", host: "rook" } },
});

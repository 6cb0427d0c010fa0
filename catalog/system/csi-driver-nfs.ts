import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "csi-driver-nfs",
  category: "system",
  layer: "storage",
  description: "NFS volumes; the stack's `storage.nfs` makes their classes",
});

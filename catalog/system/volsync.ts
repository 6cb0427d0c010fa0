import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "volsync",
  category: "system",
  layer: "backup",
  description: "Off-site backup of volumes; the stack's `backup` says where to",
});

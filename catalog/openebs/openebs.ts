import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "openebs",
  category: "openebs",
  layer: "storage",
  description: "Local volumes; the stack's `storage.local` makes them",
});

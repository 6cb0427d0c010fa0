import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "smtp-relay",
  category: "networking",
  layer: "identity",
  description: "Sends the mail of all apps",
  service: { name: "smtp-relay", port: 2525 },
});

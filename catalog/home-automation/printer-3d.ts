import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "printer-3d",
  category: "home-automation",
  description: "Web page of the 3D printer",
  backend: { port: 80 },
  routes: { web: { gateway: "internal", host: "3dp" } },
});

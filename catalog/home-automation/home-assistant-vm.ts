import { defineApp } from "../../components/app/model";

/**
 * Home Assistant on a machine of its own, behind the gateways. Its `http.trusted_proxies` has to hold
 * the addresses of the nodes, which is what packets of pods carry outside of the cluster.
 * https://www.home-assistant.io/integrations/http/#trusted_proxies
 */
export default defineApp({
  name: "home-assistant-vm",
  category: "home-automation",
  description: "Home automation, on a machine of its own",
  backend: { port: 8123 },
  routes: { web: { gateway: "external", host: "ha" } },
});

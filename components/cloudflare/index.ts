export { CloudflareTunnel, type CloudflareTunnelArgs } from "./tunnel";
export { tunnelIngress, type TunnelIngress } from "./tunnel-ingress";

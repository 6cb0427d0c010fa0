export { CloudflareTunnel } from "./tunnel";
export { tunnelIngress } from "./tunnel-ingress";

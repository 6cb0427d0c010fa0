export { openCloudflare, type CloudflareAccount } from "./account";
export { CloudflareTunnel } from "./tunnel";
export { tunnelIngress } from "./tunnel-ingress";

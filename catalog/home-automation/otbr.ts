import { defineApp } from "../../components/app/model";

/**
 * The stack says which radio (`devices.usb`) and which network interface of its node
 * (`env.BACKBONE_IF`), and lets its nodes forward IPv6 (`talos.sysctls`).
 * https://github.com/ownbee/hass-otbr-docker
 */
export default defineApp({
  name: "otbr",
  category: "home-automation",
  description: "Thread border router",
  image: "ghcr.io/ownbee/hass-otbr-docker",
  ports: { web: 7586, rest: 8081 },
  routes: { web: { gateway: "internal", host: "otbr", auth: "forward" } },
  devices: { usb: "thread-radio" },
  env: {
    DEVICE: "{{usb}}",
    BAUDRATE: "460800",
    FLOW_CONTROL: "1",
    BACKBONE_IF: "eth0",
    OTBR_WEB_PORT: "7586",
    OTBR_REST_PORT: "8081",
    NAT64: "0",
    FIREWALL: "0",
  },
  volumes: { data: { mount: "/var/lib/thread", size: "100Mi", backup: true } },
  user: { uid: 0, gid: 0 },
  exceptions: {
    root: "makes the wpan0 interface and its routes",
    privileged: "opens the radio of its node and makes a TUN interface",
    hostNetwork: "routes between the Thread mesh and the network of its node",
    writableRoot: "the init system writes its state into the image",
  },
  probes: {
    readiness: { http: "/node", port: "rest" },
    liveness: { http: "/node", port: "rest" },
  },
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
});

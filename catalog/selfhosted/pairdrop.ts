import { defineApp } from "../../components/app/model";

/** The stack gives it the LoadBalancer address under which coturn relays. */
export default defineApp({
  name: "pairdrop",
  category: "selfhosted",
  description: "Sends files between devices",
  image: "ghcr.io/schlagmichdoch/pairdrop",
  ports: { http: 3000 },
  routes: { web: { gateway: "internal", host: "air" } },
  env: { RTC_CONFIG: "/app/rtc/rtc_config.json", IPV6_LOCALIZE: "false" },
  secrets: {
    TURN_USER: { property: "turn-user", as: "none" },
    TURN_PASSWORD: { property: "turn-password", as: "none" },
  },
  volumes: {
    rtc: {
      mount: "/app/rtc",
      secretFiles: {
        "rtc_config.json":
          '{ "sdpSemantics": "unified-plan", "iceServers": [{ "urls": "turn:{{address}}:3478", "username": "{{ .TURN_USER }}", "credential": "{{ .TURN_PASSWORD }}" }] }',
      },
    },
    npm: { mount: { "/root/.npm/_cacache": "cache", "/root/.npm/_logs": "logs" }, tmpfs: "64Mi" },
    turn: {
      mount: { "/var/tmp": "tmp", "/var/run": "run" },
      tmpfs: "64Mi",
      containers: ["coturn"],
    },
  },
  sidecars: {
    coturn: {
      image: "docker.io/coturn/coturn",
      ports: { "turn-tcp": 3478, "turn-udp": { port: 3478, protocol: "UDP" }, metrics: 9641 },
      env: {
        TURN_USER: { secret: "TURN_USER" },
        TURN_PASSWORD: { secret: "TURN_PASSWORD" },
      },
      args: [
        "--log-file=stdout",
        "--listening-ip=0.0.0.0",
        "--listening-port=3478",
        "--external-ip={{address}}",
        "--min-port=10000",
        "--max-port=20000",
        "--fingerprint",
        "--lt-cred-mech",
        "--user=$(TURN_USER):$(TURN_PASSWORD)",
        "--realm={{host}}",
        "--no-dtls",
        "--no-tls",
        "--no-cli",
        "--no-multicast-peers",
        "--prometheus",
      ],
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
    },
  },
  metrics: { port: "metrics" },
  resources: { requests: { cpu: "5m", memory: "128Mi" }, limits: { memory: "256Mi" } },
});

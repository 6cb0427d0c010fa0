import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "mosquitto",
  category: "home-automation",
  description: "MQTT broker",
  image: "docker.io/library/eclipse-mosquitto",
  ports: { mqtt: 1883 },
  volumes: {
    data: { mount: "/data", size: "1Gi" },
    config: {
      mount: "/mosquitto/config",
      files: {
        "mosquitto.conf": [
          "listener 1883",
          "allow_anonymous false",
          "password_file /mosquitto/external/passwords",
          "persistence true",
          "persistence_location /data",
          "autosave_interval 1800",
          "log_dest stdout",
          "",
        ].join("\n"),
      },
    },
    passwords: {
      mount: "/mosquitto/external",
      secretFiles: { passwords: "{{ .MQTT_PASSWORDS }}\n" },
    },
  },
  secrets: { MQTT_PASSWORDS: { property: "passwords", as: "none" } },
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "128Mi" } },
});

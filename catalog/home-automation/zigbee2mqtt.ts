import { defineApp } from "../../components/app/model";
import { codeServer } from "../shared/code-server";

export default defineApp({
  name: "zigbee2mqtt",
  category: "home-automation",
  description: "Zigbee devices on MQTT, through a coordinator in the network",
  image: "ghcr.io/koenkk/zigbee2mqtt",
  dependsOn: ["mosquitto"],
  ports: { http: 8080 },
  routes: {
    web: { gateway: "internal", host: "zigbee", auth: "forward" },
    code: { gateway: "internal", host: "zigbee-code", port: "code", auth: "forward" },
  },
  env: {
    ZIGBEE2MQTT_DATA: "/data",
    ZIGBEE2MQTT_CONFIG_HOMEASSISTANT_ENABLED: "true",
    ZIGBEE2MQTT_CONFIG_ADVANCED_LAST_SEEN: "ISO_8601",
    ZIGBEE2MQTT_CONFIG_ADVANCED_LOG_LEVEL: "info",
    ZIGBEE2MQTT_CONFIG_ADVANCED_LOG_OUTPUT: '["console"]',
    ZIGBEE2MQTT_CONFIG_AVAILABILITY_ACTIVE_TIMEOUT: "60",
    ZIGBEE2MQTT_CONFIG_AVAILABILITY_PASSIVE_TIMEOUT: "2000",
    ZIGBEE2MQTT_CONFIG_DEVICE_OPTIONS_RETAIN: "true",
    ZIGBEE2MQTT_CONFIG_FRONTEND_ENABLED: "true",
    ZIGBEE2MQTT_CONFIG_FRONTEND_PORT: "8080",
    ZIGBEE2MQTT_CONFIG_FRONTEND_URL: "{{url}}",
    ZIGBEE2MQTT_CONFIG_MQTT_INCLUDE_DEVICE_INFORMATION: "true",
    ZIGBEE2MQTT_CONFIG_MQTT_SERVER: "mqtt://{{service:mosquitto}}:1883",
    ZIGBEE2MQTT_CONFIG_MQTT_USER: { secret: "MQTT_USER" },
    ZIGBEE2MQTT_CONFIG_MQTT_PASSWORD: { secret: "MQTT_PASSWORD" },
    ZIGBEE2MQTT_CONFIG_MQTT_VERSION: "5",
    ZIGBEE2MQTT_CONFIG_SERIAL_ADAPTER: "zstack",
    ZIGBEE2MQTT_CONFIG_SERIAL_BAUDRATE: "115200",
    ZIGBEE2MQTT_CONFIG_SERIAL_PORT: "tcp://zigbee-coordinator.{{domain}}:6638",
  },
  secrets: {
    MQTT_USER: { property: "mqtt-user", as: "none" },
    MQTT_PASSWORD: { property: "mqtt-password", as: "none" },
  },
  volumes: {
    data: { mount: "/data", size: "1Gi", backup: true, containers: ["app", "code-server"] },
  },
  sidecars: { "code-server": codeServer("/data") },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});

import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "zeroclaw",
  category: "ai",
  description: "Personal assistant on Telegram",
  image: "ghcr.io/zeroclaw-labs/zeroclaw",
  args: ["daemon"],
  ports: { http: 3000 },
  routes: { web: { gateway: "internal", host: "zeroclaw", auth: "forward" } },
  env: { PROVIDER: "anthropic", ZEROCLAW_GATEWAY_PORT: "3000", ZEROCLAW_ALLOW_PUBLIC_BIND: "true" },
  secrets: {
    API_KEY: "api-key",
    TELEGRAM_BOT_TOKEN: { property: "telegram-bot-token", as: "none" },
  },
  volumes: {
    data: { mount: "/zeroclaw-data/workspace", size: "1Gi", backup: true },
    config: {
      mount: "/zeroclaw-data/.zeroclaw/config.toml",
      subPath: "config.toml",
      secretFiles: {
        "config.toml": [
          'workspace_dir = "/zeroclaw-data/workspace"',
          'default_provider = "anthropic"',
          "default_temperature = 0.7",
          "",
          "[gateway]",
          "port = 3000",
          'host = "[::]"',
          "allow_public_bind = true",
          "",
          "[memory]",
          'backend = "sqlite"',
          "auto_save = true",
          "",
          "[channels_config]",
          "cli = false",
          "",
          "[channels_config.telegram]",
          'bot_token = "{{ .TELEGRAM_BOT_TOKEN }}"',
          "allowed_users = []",
          "",
        ].join("\n"),
      },
    },
  },
  user: { uid: 65534, gid: 65534 },
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});

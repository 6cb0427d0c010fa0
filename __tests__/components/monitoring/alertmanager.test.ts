import { alertmanagerConfig, receiverSecrets } from "../../../components/monitoring/alertmanager";
import { specs, withMonitoring } from "./specs";

type Alerts = (typeof specs.home)["monitoring"]["alerts"];

const withAlerts = (alerts: Alerts) => withMonitoring(specs.trio, { alerts, heartbeat: false });
const configOf = (alerts: Alerts) => alertmanagerConfig(withAlerts(alerts));

describe("alertmanagerConfig", () => {
  it("reads Pushover's keys from files of a mounted Secret", () => {
    const config = configOf({ receiver: "pushover" });
    expect(config).toMatchObject({
      route: { receiver: "people" },
      receivers: [
        { name: "nobody" },
        {
          name: "people",
          pushover_configs: [
            {
              token_file: "/etc/alertmanager/secrets/alertmanager-pushover/token",
              user_key_file: "/etc/alertmanager/secrets/alertmanager-pushover/user-key",
              send_resolved: true,
            },
          ],
        },
      ],
    });
    expect(receiverSecrets(withAlerts({ receiver: "pushover" }).monitoring)).toEqual([
      {
        name: "alertmanager-pushover",
        namespace: "monitoring",
        values: { token: "{{pushoverToken}}", "user-key": "{{pushoverUserKey}}" },
      },
    ]);
  });

  it("posts to the webhook of the spec", () => {
    const alerts = { receiver: "webhook", url: "https://ntfy.example.com/home" } as const;
    expect(configOf(alerts)["receivers"]).toEqual([
      { name: "nobody" },
      { name: "people", webhook_configs: [{ url: alerts.url, send_resolved: true }] },
    ]);
    expect(receiverSecrets(withAlerts(alerts).monitoring)).toEqual([]);
  });

  it("mails through the relay of the cluster", () => {
    expect(configOf({ receiver: "email", to: "admin@example.com" })["receivers"]).toEqual([
      { name: "nobody" },
      {
        name: "people",
        email_configs: [
          {
            to: "admin@example.com",
            from: specs.trio.mail?.from,
            smarthost: "smtp-relay.networking.svc.cluster.local:2525",
            require_tls: false,
            send_resolved: true,
          },
        ],
      },
    ]);
  });

  it("tells nobody where the spec has no receiver", () => {
    const config = configOf({ receiver: "none" });
    expect(config).toMatchObject({ route: { receiver: "nobody" } });
    expect(config["receivers"]).toEqual([{ name: "nobody" }]);
  });

  it("keeps the watchdog and informational alerts from people", () => {
    expect(configOf({ receiver: "pushover" })).toMatchObject({
      route: {
        routes: [
          { receiver: "nobody", matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
          { receiver: "nobody", matchers: ['severity = "info"'] },
        ],
      },
    });
  });

  it("lets a critical alert silence the warnings of the same name and namespace", () => {
    expect(configOf({ receiver: "pushover" })["inhibit_rules"]).toContainEqual({
      source_matchers: ['severity = "critical"'],
      target_matchers: ['severity =~ "warning|info"'],
      equal: ["alertname", "namespace"],
    });
  });

  it("calls the dead man's switch with the alert that always fires, by an address in a Secret", () => {
    const spec = withMonitoring(specs.home, { heartbeat: true });
    expect(alertmanagerConfig(spec)).toMatchObject({
      route: {
        routes: [
          {
            receiver: "heartbeat",
            matchers: ['alertname = "Watchdog"'],
            repeat_interval: "4m",
          },
          { receiver: "nobody" },
          { receiver: "nobody" },
        ],
      },
      receivers: [
        { name: "nobody" },
        {
          name: "heartbeat",
          webhook_configs: [
            {
              url_file: "/etc/alertmanager/secrets/alertmanager-heartbeat/url",
              send_resolved: false,
            },
          ],
        },
        { name: "people" },
      ],
    });
    expect(receiverSecrets(spec.monitoring)).toEqual([
      {
        name: "alertmanager-heartbeat",
        namespace: "monitoring",
        values: { url: "{{heartbeatUrl}}" },
      },
    ]);
  });
});

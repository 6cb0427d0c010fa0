import { withWidgets, widgetVariable } from "../../spec/start-page";
import { showroom } from "../support/showroom";

describe("the widgets of the start page", () => {
  const page = (apps: Record<string, unknown>) =>
    showroom({ homepage: {}, ...apps }).apps["homepage"];

  it("bring their secrets from the items of their apps, each by a variable of its own", () => {
    expect(page({ sonarr: {}, grafana: {}, qbittorrent: {} })?.secrets).toEqual({
      HOMEPAGE_VAR_SONARR_KEY: { item: "sonarr", property: "api-key", as: "env" },
      HOMEPAGE_VAR_GRAFANA_USERNAME: { item: "grafana", property: "admin-user", as: "env" },
      HOMEPAGE_VAR_GRAFANA_PASSWORD: { item: "grafana", property: "admin-password", as: "env" },
    });
  });

  it("let the start page in", () => {
    expect(page({ sonarr: {}, whoami: {} })?.talksTo).toEqual(["sonarr"]);
  });

  it("are switched off by the stack", () => {
    const plain = page({ sonarr: { widget: null } });
    expect([plain?.secrets, plain?.talksTo]).toEqual([{}, []]);
  });

  it("change nothing without a start page", () => {
    const { apps } = showroom({ sonarr: {} });
    expect(withWidgets(apps)).toBe(apps);
  });

  it("make variables that Homepage takes", () => {
    expect(widgetVariable("home-assistant", "key")).toBe("HOMEPAGE_VAR_HOME_ASSISTANT_KEY");
  });
});

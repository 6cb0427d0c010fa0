import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alertGroups } from "../../../components/monitoring/rules";
import { showroom } from "../../support/showroom";

describe("docs/monitoring.md", () => {
  it("lists every alert with its severity, in the order of the rules", () => {
    const text = readFileSync(join(__dirname, "../../../docs/monitoring.md"), "utf8");
    const rows = [...text.matchAll(/^\| `([A-Z]\w+)`\s*\| (critical|warning)\s*\|/gm)];
    expect(rows.map(([, alert, severity]) => `${alert ?? ""} ${severity ?? ""}`)).toEqual(
      alertGroups(showroom()).flatMap(({ alerts }) =>
        alerts.map(({ alert, severity }) => `${alert} ${severity}`),
      ),
    );
  });
});

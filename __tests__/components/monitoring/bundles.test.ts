import { itemsOf, order } from "../../../components/contracts/order";
import { monitoringBundles } from "../../../components/monitoring";
import { loadSpec } from "../../../stacks";
import { showroom } from "../../support/showroom";
import { validateObject } from "../../support/validate-object";

const specs = {
  home: loadSpec("home"),
  trio: loadSpec("trio"),
  lab: loadSpec("lab"),
  showroom: showroom(),
};

describe("monitoringBundles", () => {
  it("brings the definitions before Prometheus and without waiting for nodes", () => {
    const items = order(monitoringBundles(specs.home).flatMap(itemsOf));
    const crds = items.find(({ bundle }) => bundle.name === "prometheus-crds");
    expect(crds?.needs).toEqual(["namespace:monitoring"]);
    expect(crds?.provides).toContain("crd:monitoring.coreos.com/ServiceMonitor");
    expect(crds?.provides).toContain("crd:monitoring.coreos.com/PodMonitor");
    expect(crds?.provides).toContain("crd:monitoring.coreos.com/PrometheusRule");
  });

  it("makes nothing for a stack that selects none of its apps", () => {
    expect(monitoringBundles({ ...specs.home, apps: {} })).toEqual([]);
  });

  it.each(Object.entries(specs))("makes only valid objects for %s", (_name, spec) => {
    const objects = monitoringBundles(spec).flatMap(({ objects = [] }) => objects);
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) expect(() => validateObject(object)).not.toThrow();
  });
});

import type { AlertGroup } from "./rule";

/** The UPS, by NUT's status flags. https://networkupstools.org/docs/developer-guide.chunked/new-drivers.html */
export const ups: AlertGroup = {
  name: "ups",
  alerts: [
    {
      alert: "UpsOnBattery",
      expr: 'network_ups_tools_ups_status{flag="OB"} == 1',
      for: "1m",
      severity: "critical",
      summary: "The UPS runs on its battery",
      description: "Mains power is gone. Shut the cluster down before the battery is empty.",
    },
    {
      alert: "UpsBatteryLow",
      expr: 'network_ups_tools_ups_status{flag="LB"} == 1',
      for: "0m",
      severity: "critical",
      summary: "The UPS's battery is almost empty",
      description: "Everything behind it goes off within minutes.",
    },
    {
      alert: "UpsBatteryWorn",
      expr: 'network_ups_tools_ups_status{flag="RB"} == 1',
      for: "1h",
      severity: "warning",
      summary: "The UPS's battery has to be replaced",
      description: "It says so itself after its self-test.",
    },
    {
      alert: "UpsOverloaded",
      expr: 'network_ups_tools_ups_load > 90 or network_ups_tools_ups_status{flag="OVER"} == 1',
      for: "10m",
      severity: "warning",
      summary: "The UPS is overloaded",
      description: "It may switch off, and its battery lasts only moments. Move something off it.",
    },
    {
      alert: "UpsNotScraped",
      expr: 'absent(network_ups_tools_ups_status{flag="OL"})',
      for: "15m",
      severity: "warning",
      summary: "The UPS gives no metrics",
      description: "NUT has lost the device. See the USB cable and the pod nut-exporter.",
    },
  ],
};

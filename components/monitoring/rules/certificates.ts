import type { AlertGroup } from "./rule";

const DAY = 24 * 60 * 60;

/** Seconds that are left of every certificate that has been issued. */
const LEFT = "(certmanager_certificate_expiration_timestamp_seconds > 0) - time()";

/** Certificates of cert-manager. https://cert-manager.io/docs/devops-tips/prometheus-metrics/ */
export const certificates: AlertGroup = {
  name: "certificates",
  alerts: [
    {
      alert: "CertificateNotReady",
      expr: 'max by (exported_namespace, name) (certmanager_certificate_ready_status{condition!="True"} == 1)',
      for: "30m",
      severity: "warning",
      summary: "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} is not ready",
      description: "See `kubectl describe certificate`, and the Challenge and Order that it made.",
    },
    {
      // Renewal starts with a third of the lifetime left, 30 days of 90.
      alert: "CertificateExpiresSoon",
      expr: `${LEFT} < ${String(14 * DAY)}`,
      for: "1h",
      severity: "warning",
      summary: "Certificate {{ $labels.name }} expires in {{ $value | humanizeDuration }}",
      description: "It should have been renewed two weeks ago. See its Challenge and Order.",
    },
    {
      alert: "CertificateExpires",
      expr: `${LEFT} < ${String(3 * DAY)}`,
      for: "15m",
      severity: "critical",
      summary: "Certificate {{ $labels.name }} expires in {{ $value | humanizeDuration }}",
      description: "After that no browser opens any app. See its Challenge and Order.",
    },
    {
      alert: "CertManagerGone",
      expr: 'absent(up{job="monitoring/cert-manager"} == 1)',
      for: "30m",
      severity: "warning",
      summary: "cert-manager gives no metrics",
      description: "It is down or cannot be scraped, so nothing renews or watches certificates.",
    },
  ],
};

import { stringify } from "yaml";
import { bundleOf, names, object } from "./support";

describe("a plain app", () => {
  const bundle = bundleOf("whoami");

  it("consists of these objects and no others", () => {
    expect(names(bundle)).toEqual([
      "ServiceAccount whoami",
      "NetworkPolicy whoami",
      "Service whoami",
      "Deployment whoami",
      "HTTPRoute whoami-web",
    ]);
    expect(bundle).toMatchObject({
      layer: "app",
      component: "App",
      name: "whoami",
      namespaces: [{ name: "selfhosted" }],
      secrets: [],
      needs: [],
      provides: ["app:whoami"],
    });
  });

  it("is secure without a word about it", () => {
    expect(stringify(object(bundle, "Deployment")["spec"])).toBe(`replicas: 1
revisionHistoryLimit: 2
strategy:
  type: RollingUpdate
  rollingUpdate:
    maxSurge: 1
    maxUnavailable: 0
selector:
  matchLabels:
    app.kubernetes.io/name: whoami
template:
  metadata:
    labels:
      app.kubernetes.io/name: whoami
      app.kubernetes.io/instance: whoami
  spec:
    serviceAccountName: whoami
    automountServiceAccountToken: false
    enableServiceLinks: false
    securityContext:
      runAsNonRoot: true
      runAsUser: 1000
      runAsGroup: 1000
      fsGroup: 1000
      fsGroupChangePolicy: OnRootMismatch
      seccompProfile:
        type: RuntimeDefault
    containers:
      - name: app
        image: docker.io/traefik/whoami:v1.11.0
        args:
          - --port=8080
        env:
          - name: TZ
            value: Europe/Zurich
        ports:
          - name: http
            containerPort: 8080
            protocol: TCP
        readinessProbe:
          httpGet:
            path: /health
            port: http
          periodSeconds: 10
          failureThreshold: 3
        livenessProbe:
          httpGet:
            path: /health
            port: http
          periodSeconds: 30
          failureThreshold: 5
        startupProbe:
          httpGet:
            path: /health
            port: http
          periodSeconds: 10
          failureThreshold: 30
        resources:
          requests:
            cpu: 10m
            memory: 16Mi
          limits:
            memory: 64Mi
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities:
            drop:
              - ALL
        volumeMounts:
          - name: tmp
            mountPath: /tmp
            subPath: app
    volumes:
      - name: tmp
        emptyDir: {}
`);
  });

  it("is found by a Service of its port", () => {
    expect(object(bundle, "Service")["spec"]).toEqual({
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "whoami" },
      ports: [{ name: "http", port: 8080, targetPort: "http", protocol: "TCP" }],
    });
  });
});

describe("an app with a database, a cache and logins", () => {
  const bundle = bundleOf("immich");

  it("waits for what it uses and nothing else", () => {
    expect([...(bundle.needs ?? [])].sort()).toEqual([
      "app:intel-device-plugins",
      "app:smtp-relay",
      "cache:main",
      "postgres:main",
    ]);
  });

  it("has the database and a password that is generated, never written", () => {
    expect(names(bundle)).toContain("Database immich");
    expect(bundle.generated).toEqual({ "immich-database-password": 32 });
    expect(bundle.secrets?.map(({ name }) => name)).toEqual(["immich-role", "immich-database"]);
  });
});

describe("an app that is only jobs", () => {
  const bundle = bundleOf("recyclarr", {}, { sonarr: {}, radarr: {} });

  it("has no workload, Service or route", () => {
    expect(names(bundle)).toEqual([
      "ServiceAccount recyclarr",
      "ExternalSecret recyclarr-secret",
      "ConfigMap recyclarr-settings",
      "PersistentVolumeClaim recyclarr-config",
      "NetworkPolicy recyclarr",
      "CronJob recyclarr-daily",
    ]);
    expect(bundle.needs).toEqual(["app:sonarr", "app:radarr"]);
  });

  it("runs in the time zone of the cluster, one at a time", () => {
    expect(object(bundle, "CronJob", "recyclarr-daily")["spec"]).toMatchObject({
      schedule: "0 0 * * *",
      timeZone: "Europe/Zurich",
      concurrencyPolicy: "Forbid",
    });
  });
});

describe("a chart", () => {
  const bundle = bundleOf("home-ops-runner", {}, { "actions-runner-controller": {} });

  it("is a release with its secrets, after what it depends on", () => {
    expect(names(bundle)).toEqual(["ExternalSecret home-ops-runner-secret"]);
    expect(bundle.charts).toEqual([
      expect.objectContaining({
        name: "home-ops-runner",
        chart: "gha-runner-scale-set",
        namespace: "system",
        needs: ["secret:system/home-ops-runner-secret"],
      }),
    ]);
    expect(bundle.needs).toEqual(["app:actions-runner-controller"]);
    expect(bundle.provides).toEqual(["app:home-ops-runner"]);
  });

  it("states the custom resources that it brings", () => {
    const [chart] = bundleOf("actions-runner-controller").charts ?? [];
    expect(chart?.brings.crds?.map(({ kind }) => kind)).toEqual([
      "AutoscalingListener",
      "AutoscalingRunnerSet",
      "EphemeralRunner",
      "EphemeralRunnerSet",
    ]);
  });
});

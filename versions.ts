/**
 * Every pin. Nothing else in the program names a version, so an update is one line here.
 * The comment above each line tells Renovate where newer versions are published.
 */

/** A chart: where it is published and which version is installed. */
interface ChartPin {
  /** Repository of an HTTP chart; absent for an OCI chart, whose reference stands in `chart`. */
  readonly repo?: string;
  /** Chart name, or its OCI reference. */
  readonly chart: string;
  readonly version: string;
}

/** Helm charts by the name that components use. */
export const charts = {
  // renovate: datasource=helm registryUrl=https://jkroepke.github.io/helm-charts depName=amazon-eks-pod-identity-webhook
  "amazon-eks-pod-identity-webhook": {
    repo: "https://jkroepke.github.io/helm-charts",
    chart: "amazon-eks-pod-identity-webhook",
    version: "2.6.0",
  },
  // renovate: datasource=helm registryUrl=https://charts.jetstack.io depName=cert-manager
  "cert-manager": { repo: "https://charts.jetstack.io", chart: "cert-manager", version: "v1.19.3" },
  // renovate: datasource=helm registryUrl=https://helm.cilium.io depName=cilium
  cilium: { repo: "https://helm.cilium.io", chart: "cilium", version: "1.19.1" },
  // renovate: datasource=helm registryUrl=https://cloudnative-pg.github.io/charts depName=cloudnative-pg
  "cloudnative-pg": {
    repo: "https://cloudnative-pg.github.io/charts",
    chart: "cloudnative-pg",
    version: "0.27.1",
  },
  // renovate: datasource=helm registryUrl=https://1password.github.io/connect-helm-charts depName=connect
  connect: {
    repo: "https://1password.github.io/connect-helm-charts",
    chart: "connect",
    version: "2.3.0",
  },
  // renovate: datasource=helm registryUrl=https://coredns.github.io/helm depName=coredns
  coredns: { repo: "https://coredns.github.io/helm", chart: "coredns", version: "1.45.2" },
  // renovate: datasource=helm registryUrl=https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts depName=csi-driver-nfs
  "csi-driver-nfs": {
    repo: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts",
    chart: "csi-driver-nfs",
    version: "4.13.1",
  },
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/descheduler depName=descheduler
  descheduler: {
    repo: "https://kubernetes-sigs.github.io/descheduler",
    chart: "descheduler",
    version: "0.34.0",
  },
  // renovate: datasource=docker depName=ghcr.io/dragonflydb/dragonfly-operator/helm/dragonfly-operator
  "dragonfly-operator": {
    chart: "oci://ghcr.io/dragonflydb/dragonfly-operator/helm/dragonfly-operator",
    version: "v1.4.0",
  },
  // renovate: datasource=docker depName=docker.io/envoyproxy/gateway-helm
  "envoy-gateway": { chart: "oci://docker.io/envoyproxy/gateway-helm", version: "v1.7.0" },
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/external-dns depName=external-dns
  "external-dns": {
    repo: "https://kubernetes-sigs.github.io/external-dns",
    chart: "external-dns",
    version: "1.20.0",
  },
  // renovate: datasource=helm registryUrl=https://charts.external-secrets.io depName=external-secrets
  "external-secrets": {
    repo: "https://charts.external-secrets.io",
    chart: "external-secrets",
    version: "2.0.0",
  },
  // renovate: datasource=helm registryUrl=https://fluent.github.io/helm-charts depName=fluent-bit
  "fluent-bit": {
    repo: "https://fluent.github.io/helm-charts",
    chart: "fluent-bit",
    version: "0.55.0",
  },
  // renovate: datasource=docker depName=ghcr.io/actions/actions-runner-controller-charts/gha-runner-scale-set
  "gha-runner-scale-set": {
    chart: "oci://ghcr.io/actions/actions-runner-controller-charts/gha-runner-scale-set",
    version: "0.13.1",
  },
  // renovate: datasource=docker depName=ghcr.io/actions/actions-runner-controller-charts/gha-runner-scale-set-controller
  "gha-runner-scale-set-controller": {
    chart: "oci://ghcr.io/actions/actions-runner-controller-charts/gha-runner-scale-set-controller",
    version: "0.13.1",
  },
  // renovate: datasource=helm registryUrl=https://grafana.github.io/helm-charts depName=grafana
  grafana: { repo: "https://grafana.github.io/helm-charts", chart: "grafana", version: "10.5.15" },
  // renovate: datasource=helm registryUrl=https://intel.github.io/helm-charts depName=intel-device-plugins-gpu
  "intel-device-plugins-gpu": {
    repo: "https://intel.github.io/helm-charts",
    chart: "intel-device-plugins-gpu",
    version: "0.34.1",
  },
  // renovate: datasource=helm registryUrl=https://intel.github.io/helm-charts depName=intel-device-plugins-operator
  "intel-device-plugins-operator": {
    repo: "https://intel.github.io/helm-charts",
    chart: "intel-device-plugins-operator",
    version: "0.34.1",
  },
  // renovate: datasource=helm registryUrl=https://kedacore.github.io/charts depName=keda
  keda: { repo: "https://kedacore.github.io/charts", chart: "keda", version: "2.19.0" },
  // renovate: datasource=helm registryUrl=https://prometheus-community.github.io/helm-charts depName=kube-prometheus-stack
  "kube-prometheus-stack": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "kube-prometheus-stack",
    version: "82.2.0",
  },
  // renovate: datasource=helm registryUrl=https://postfinance.github.io/kubelet-csr-approver depName=kubelet-csr-approver
  "kubelet-csr-approver": {
    repo: "https://postfinance.github.io/kubelet-csr-approver",
    chart: "kubelet-csr-approver",
    version: "1.2.13",
  },
  // renovate: datasource=helm registryUrl=https://grafana.github.io/helm-charts depName=loki
  loki: { repo: "https://grafana.github.io/helm-charts", chart: "loki", version: "6.53.0" },
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/metrics-server depName=metrics-server
  "metrics-server": {
    repo: "https://kubernetes-sigs.github.io/metrics-server",
    chart: "metrics-server",
    version: "3.13.0",
  },
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/node-feature-discovery/charts depName=node-feature-discovery
  "node-feature-discovery": {
    repo: "https://kubernetes-sigs.github.io/node-feature-discovery/charts",
    chart: "node-feature-discovery",
    version: "0.18.3",
  },
  // renovate: datasource=helm registryUrl=https://openebs.github.io/openebs depName=openebs
  openebs: { repo: "https://openebs.github.io/openebs", chart: "openebs", version: "4.4.0" },
  // renovate: datasource=helm registryUrl=https://cloudnative-pg.github.io/charts depName=plugin-barman-cloud
  "plugin-barman-cloud": {
    repo: "https://cloudnative-pg.github.io/charts",
    chart: "plugin-barman-cloud",
    version: "0.5.0",
  },
  // renovate: datasource=helm registryUrl=https://prometheus-community.github.io/helm-charts depName=prometheus-operator-crds
  "prometheus-operator-crds": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus-operator-crds",
    version: "27.0.0",
  },
  // renovate: datasource=helm registryUrl=https://stakater.github.io/stakater-charts depName=reloader
  reloader: {
    repo: "https://stakater.github.io/stakater-charts",
    chart: "reloader",
    version: "2.2.8",
  },
  // renovate: datasource=helm registryUrl=https://charts.rook.io/release depName=rook-ceph
  "rook-ceph": { repo: "https://charts.rook.io/release", chart: "rook-ceph", version: "v1.19.1" },
  // renovate: datasource=docker depName=gsoci.azurecr.io/charts/giantswarm/silence-operator
  "silence-operator": {
    chart: "oci://gsoci.azurecr.io/charts/giantswarm/silence-operator",
    version: "0.20.1",
  },
  // renovate: datasource=helm registryUrl=https://piraeus.io/helm-charts depName=snapshot-controller
  "snapshot-controller": {
    repo: "https://piraeus.io/helm-charts",
    chart: "snapshot-controller",
    version: "5.0.3",
  },
  // renovate: datasource=docker depName=ghcr.io/spegel-org/helm-charts/spegel
  spegel: { chart: "oci://ghcr.io/spegel-org/helm-charts/spegel", version: "0.6.0" },
  // renovate: datasource=helm registryUrl=https://pkgs.tailscale.com/helmcharts depName=tailscale-operator
  "tailscale-operator": {
    repo: "https://pkgs.tailscale.com/helmcharts",
    chart: "tailscale-operator",
    version: "1.94.2",
  },
  // renovate: datasource=docker depName=ghcr.io/home-operations/charts/tuppr
  tuppr: { chart: "oci://ghcr.io/home-operations/charts/tuppr", version: "0.0.70" },
  // renovate: datasource=helm registryUrl=https://backube.github.io/helm-charts depName=volsync
  volsync: { repo: "https://backube.github.io/helm-charts", chart: "volsync", version: "0.14.0" },
} as const satisfies Readonly<Record<string, ChartPin>>;

/** Name of a pinned chart. */
export type ChartName = keyof typeof charts;

/** The pin of a chart. */
export function chartPin(name: ChartName): ChartPin {
  return charts[name];
}

/** Image tags (and digests where known) by image. */
export const images = {
  // renovate: datasource=docker depName=docker.io/adguard/dnsproxy
  "docker.io/adguard/dnsproxy": "v0.78.2",
  // renovate: datasource=docker depName=docker.io/cloudflare/cloudflared
  "docker.io/cloudflare/cloudflared": "2026.2.0",
  // renovate: datasource=docker depName=docker.io/coturn/coturn
  "docker.io/coturn/coturn":
    "4.8.0@sha256:10514b502709263f3e7216873f42b48b7f8a2679090eedb5be0954fd1bba9f94",
  // renovate: datasource=docker depName=docker.io/cupcakearmy/cryptgeon
  "docker.io/cupcakearmy/cryptgeon": "2.9.1",
  // renovate: datasource=docker depName=docker.io/dpage/pgadmin4
  "docker.io/dpage/pgadmin4":
    "9.12@sha256:10137f33be7ed61e47f56004493710cb5b80ba7fb0ca01758855e242f1f284a7",
  // renovate: datasource=docker depName=docker.io/excalidraw/excalidraw
  "docker.io/excalidraw/excalidraw": "sha-4bfc5bb",
  // renovate: datasource=docker depName=docker.io/fireflyiii/core
  "docker.io/fireflyiii/core": "version-6.1.25",
  // renovate: datasource=docker depName=docker.io/fireflyiii/data-importer
  "docker.io/fireflyiii/data-importer": "version-1.5.6",
  // renovate: datasource=docker depName=docker.io/foxcpp/maddy
  "docker.io/foxcpp/maddy": "0.9.4",
  // renovate: datasource=docker depName=docker.io/fyb3roptik/threadfin
  "docker.io/fyb3roptik/threadfin":
    "1.2.37@sha256:96122ab220e14b881cbd40d7f8c7b022e1f9c6ecfe05aca2ab801e0321dc0d61",
  // renovate: datasource=docker depName=docker.io/glanceapp/glance
  "docker.io/glanceapp/glance":
    "v0.8.4@sha256:6df86a7e8868d1eda21f35205134b1962c422957e42a0c44d4717c8e8f741b1a",
  // renovate: datasource=docker depName=docker.io/guacamole/guacamole
  "docker.io/guacamole/guacamole":
    "1.6.0@sha256:f344085e618bb05e22b964b0208dbd06d3468275bac70206f93805245e067b40",
  // renovate: datasource=docker depName=docker.io/guacamole/guacd
  "docker.io/guacamole/guacd":
    "1.6.0@sha256:8974eaa9ba32f713daf311e7cc8cd7e4cdfba1edea39eed75524e78ef4b08f4f",
  // renovate: datasource=docker depName=docker.io/instantlinux/nut-upsd
  "docker.io/instantlinux/nut-upsd": "2.8.3-r2",
  // renovate: datasource=docker depName=docker.io/kometateam/imagemaid
  "docker.io/kometateam/imagemaid":
    "v1.1.1@sha256:fbec331b36c1473f8a9c4214f55e5b097860476c8a5274eb61a2b85df89e56cc",
  // renovate: datasource=docker depName=docker.io/kometateam/kometa
  "docker.io/kometateam/kometa":
    "v2.3.0@sha256:340e4176e1d75f04d2b55ce177326710f28770b5f56537fd539a034b143fe66d",
  // renovate: datasource=docker depName=docker.io/library/alpine
  "docker.io/library/alpine": "3.23.3",
  // renovate: datasource=docker depName=docker.io/library/eclipse-mosquitto
  "docker.io/library/eclipse-mosquitto":
    "2.0.22@sha256:6852da90a65dfff7aa3a1c8b249e92bb83c17ea8bbcce56bedff8707332a1a29",
  // renovate: datasource=docker depName=docker.io/nginxinc/nginx-unprivileged
  "docker.io/nginxinc/nginx-unprivileged": "1.29.5-alpine",
  // renovate: datasource=docker depName=docker.io/nwalke/tautulli_exporter
  "docker.io/nwalke/tautulli_exporter":
    "v0.1.0@sha256:36b53431ac19d8196e2b4431b98b221b3009c9d97dc3509bc229c7b569b23350",
  // renovate: datasource=docker depName=docker.io/openspeedtest/latest
  "docker.io/openspeedtest/latest": "v2.0.6",
  // renovate: datasource=docker depName=docker.io/prom/snmp-exporter
  "docker.io/prom/snmp-exporter": "v0.29.0",
  // renovate: datasource=docker depName=docker.io/seriouslag/actual-auto-sync
  "docker.io/seriouslag/actual-auto-sync": "v26.8.1.1",
  // renovate: datasource=docker depName=docker.io/sharkord/sharkord
  "docker.io/sharkord/sharkord": "v0.0.16",
  // renovate: datasource=docker depName=docker.io/tomsquest/docker-radicale
  "docker.io/tomsquest/docker-radicale":
    "3.6.0.0@sha256:4d46a338ae083db37418eb979e91c2ccfb0c7ef632ab9311b0ef54a41042f064",
  // renovate: datasource=docker depName=docker.io/traefik/whoami
  "docker.io/traefik/whoami": "v1.11.0",
  // renovate: datasource=docker depName=docker.io/valkey/valkey
  "docker.io/valkey/valkey": "8.1.5",
  // renovate: datasource=docker depName=docker.io/vaultwarden/server
  "docker.io/vaultwarden/server":
    "1.35.3@sha256:1ca2e2098ba9ab9e46004f4ee61a3be6080ffee3ed41018a95c4b0fb6454a54b",
  // renovate: datasource=docker depName=ghcr.io/actualbudget/actual
  "ghcr.io/actualbudget/actual": "26.8.1",
  // renovate: datasource=docker depName=ghcr.io/arabcoders/ytptube
  "ghcr.io/arabcoders/ytptube":
    "v1.2.4@sha256:6d2f8fafb876a1da1f29561f1ef5d64430de00e0d5797e7035d790e0b859386c",
  // renovate: datasource=docker depName=ghcr.io/authelia/authelia
  "ghcr.io/authelia/authelia": "4.39.15",
  // renovate: datasource=docker depName=ghcr.io/autobrr/autobrr
  "ghcr.io/autobrr/autobrr":
    "v1.73.0@sha256:6b0e57048087e5b7b626b0f02d39e91c8287d32691c26c709b3957227df12f7c",
  // renovate: datasource=docker depName=ghcr.io/autobrr/qui
  "ghcr.io/autobrr/qui":
    "v1.13.1@sha256:05b9badae10d21f54722464e8b51abc9487ba93f9bb2fff649fbc09944d0d111",
  // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
  "ghcr.io/cloudnative-pg/postgresql": "17.5",
  // renovate: datasource=docker depName=ghcr.io/coder/code-server
  "ghcr.io/coder/code-server":
    "4.109.2@sha256:1b84cd817fe8eb1159323ae9d2f29b3c70c6ccd44958d651a94900cf7f0ff9c4",
  // renovate: datasource=docker depName=ghcr.io/donkie/spoolman
  "ghcr.io/donkie/spoolman":
    "0.23.1@sha256:c798bcc19194949962044459e4b43c09d667d084ae9c2c2e0187a42c36d43d9e",
  // renovate: datasource=docker depName=ghcr.io/dragonflydb/dragonfly
  "ghcr.io/dragonflydb/dragonfly": "v1.36.0",
  // renovate: datasource=docker depName=ghcr.io/druggeri/nut_exporter
  "ghcr.io/druggeri/nut_exporter": "3.3.0",
  // renovate: datasource=docker depName=ghcr.io/esanchezm/prometheus-qbittorrent-exporter
  "ghcr.io/esanchezm/prometheus-qbittorrent-exporter":
    "v1.6.0@sha256:b987d19693a5b2fe7314b22009c6302e084ec801fcf96afaf14065b4cdafc842",
  // renovate: datasource=docker depName=ghcr.io/flaresolverr/flaresolverr
  "ghcr.io/flaresolverr/flaresolverr": "v3.4.6",
  // renovate: datasource=docker depName=ghcr.io/gethomepage/homepage
  "ghcr.io/gethomepage/homepage": "v1.10.1",
  // renovate: datasource=docker depName=ghcr.io/gotson/komga
  "ghcr.io/gotson/komga":
    "1.24.1@sha256:a84a0424e2f8235ba9373ed10b9b903e0feecdbb500a1b4aebac01f08e9e57db",
  // renovate: datasource=docker depName=ghcr.io/home-assistant-libs/python-matter-server
  "ghcr.io/home-assistant-libs/python-matter-server":
    "8.1.0@sha256:170aa093ce91c76cde4cc390918307590f0f5558fcec93f913af3cb019e6562a",
  // renovate: datasource=docker depName=ghcr.io/home-operations/bazarr
  "ghcr.io/home-operations/bazarr":
    "1.5.5@sha256:0949a30fb6e6703a63aaa9775760b8af820f7871f6a9aa9207e2ea00fd855e2c",
  // renovate: datasource=docker depName=ghcr.io/home-operations/home-assistant
  "ghcr.io/home-operations/home-assistant": "2026.2.3",
  // renovate: datasource=docker depName=ghcr.io/home-operations/plex
  "ghcr.io/home-operations/plex":
    "1.43.0.10492@sha256:8cb062f2b0660bd7811387e6c799da0ce5f18112078fe21485c11adcc83a9c1c",
  // renovate: datasource=docker depName=ghcr.io/home-operations/postgres-init
  "ghcr.io/home-operations/postgres-init":
    "18.2.0@sha256:ae89578925b480f5972f237dda2f7a37efe36aff500d3e7bd1d3a6a3181e4191",
  // renovate: datasource=docker depName=ghcr.io/home-operations/prowlarr
  "ghcr.io/home-operations/prowlarr":
    "2.3.2@sha256:e2459e199564ab852c6e677e951cef36c172a8e71a0e1c90665631b5a0c57438",
  // renovate: datasource=docker depName=ghcr.io/home-operations/qbittorrent
  "ghcr.io/home-operations/qbittorrent":
    "5.1.4@sha256:56ecd30a7f5e1357daf5eea2a6935134d329b7b268a3a9b9c67041b65fb87fc6",
  // renovate: datasource=docker depName=ghcr.io/home-operations/radarr
  "ghcr.io/home-operations/radarr":
    "6.1.1.10317@sha256:5e08c0eefd2770d1d29395c4f84fe5bf7dfc3a986598021306a5d8ac017a3989",
  // renovate: datasource=docker depName=ghcr.io/home-operations/sabnzbd
  "ghcr.io/home-operations/sabnzbd":
    "4.5.5@sha256:485440a3e9209a3515c01e1c73d6088726491a292302a721d4cb9e7c6375c768",
  // renovate: datasource=docker depName=ghcr.io/home-operations/sonarr
  "ghcr.io/home-operations/sonarr":
    "4.0.16.2946@sha256:22651c750eedb091f6d76ade95dbecae0eeafe2b55432c3b8d8b042e8745f344",
  // renovate: datasource=docker depName=ghcr.io/home-operations/tautulli
  "ghcr.io/home-operations/tautulli":
    "2.16.0@sha256:772e1af814159bd7e774273d4f9170b1a0f7129f2ad39be5619a458b7b0fd4b0",
  // renovate: datasource=docker depName=ghcr.io/immich-app/immich-machine-learning
  "ghcr.io/immich-app/immich-machine-learning": "v2.5.6",
  // renovate: datasource=docker depName=ghcr.io/immich-app/immich-server
  "ghcr.io/immich-app/immich-server": "v2.5.6",
  // renovate: datasource=docker depName=ghcr.io/jellyfin/jellyfin
  "ghcr.io/jellyfin/jellyfin":
    "10.11.6@sha256:25db4eb10143c1c12adb79ed978e31d94fc98dc499fbae2d38b2c935089ced3e",
  // renovate: datasource=docker depName=ghcr.io/jsclayton/prometheus-plex-exporter
  "ghcr.io/jsclayton/prometheus-plex-exporter":
    "main@sha256:18ef1b2197efbcb75bd7276380955760995f10a9fbe55106809a6fcff91c2940",
  // renovate: datasource=docker depName=ghcr.io/k8snetworkplumbingwg/multus-cni
  "ghcr.io/k8snetworkplumbingwg/multus-cni": "v4.2.4-thick",
  // renovate: datasource=docker depName=ghcr.io/kashalls/external-dns-unifi-webhook
  "ghcr.io/kashalls/external-dns-unifi-webhook": "v0.8.2",
  // renovate: datasource=docker depName=ghcr.io/kashalls/kromgo
  "ghcr.io/kashalls/kromgo":
    "v0.7.5@sha256:25df18d426e19aafa7526cd9138a6f35ca73c6ef6fcfcf9de8971c4334f6efdf",
  // renovate: datasource=docker depName=ghcr.io/koenkk/zigbee2mqtt
  "ghcr.io/koenkk/zigbee2mqtt": "2.8.0",
  // renovate: datasource=docker depName=ghcr.io/lldap/lldap
  "ghcr.io/lldap/lldap": "v0.6.2",
  // renovate: datasource=docker depName=ghcr.io/luigi311/jellyplex-watched
  "ghcr.io/luigi311/jellyplex-watched":
    "8.5.0@sha256:f77aca6bb15c68bdd0bb08fec8c224c9aae534cb65ec0f582d052e850a1ad973",
  // renovate: datasource=docker depName=ghcr.io/maintainerr/maintainerr
  "ghcr.io/maintainerr/maintainerr":
    "2.26.1@sha256:35f5e04151298e828e804f54be0ef00104c35dbf9bfd8e03dacc42e525d2f336",
  // renovate: datasource=docker depName=ghcr.io/mealie-recipes/mealie
  "ghcr.io/mealie-recipes/mealie":
    "v3.10.2@sha256:58b54bca4c729fcc7f272cfac5086623866430956838de3f5d763fcaf9e64115",
  // renovate: datasource=docker depName=ghcr.io/mendhak/http-https-echo
  "ghcr.io/mendhak/http-https-echo": "39",
  // renovate: datasource=docker depName=ghcr.io/miniflux/miniflux
  "ghcr.io/miniflux/miniflux": "2.2.17-distroless",
  // renovate: datasource=docker depName=ghcr.io/n8n-io/n8n
  "ghcr.io/n8n-io/n8n": "2.9.1",
  // renovate: datasource=docker depName=ghcr.io/nginxinc/nginx-unprivileged
  "ghcr.io/nginxinc/nginx-unprivileged": "1.27.4-alpine",
  // renovate: datasource=docker depName=ghcr.io/onedr0p/exportarr
  "ghcr.io/onedr0p/exportarr":
    "v2.3.0@sha256:af535d94061cf97a52e1661945ffba78c03f9443eae7c0da1a80a5a4be56b520",
  // renovate: datasource=docker depName=ghcr.io/open-webui/open-webui
  "ghcr.io/open-webui/open-webui":
    "v0.8.0@sha256:23f7398062ae8839b4592f3c9e117d4240b8d92fafa3d6e425d9256205ac49da",
  // renovate: datasource=docker depName=ghcr.io/opspotes/jellyseerr-exporter
  "ghcr.io/opspotes/jellyseerr-exporter":
    "1.4.0@sha256:2667a7bed7aabfc2b08dac71cd14e352644c9e1ca7b4f9dd6f6687997c5fc825",
  // renovate: datasource=docker depName=ghcr.io/ownbee/hass-otbr-docker
  "ghcr.io/ownbee/hass-otbr-docker": "v0.3.0",
  // renovate: datasource=docker depName=ghcr.io/prymitive/karma
  "ghcr.io/prymitive/karma":
    "v0.122@sha256:87312daa8b8ca740e2acd427fc996724f8c69e36b9f0ad15c1961c1e4ccb1987",
  // renovate: datasource=docker depName=ghcr.io/rclone/rclone
  "ghcr.io/rclone/rclone":
    "1.73.0@sha256:9f59fda717a48aced38d7f27e9ec8fd9992b5651e7a03897bebf204d3a9197d6",
  // renovate: datasource=docker depName=ghcr.io/recyclarr/recyclarr
  "ghcr.io/recyclarr/recyclarr":
    "7.5.2@sha256:2550848d43a453f2c6adf3582f2198ac719f76670691d76de0819053103ef2fb",
  // renovate: datasource=docker depName=ghcr.io/rook/ceph
  "ghcr.io/rook/ceph": "v1.19.1",
  // renovate: datasource=docker depName=ghcr.io/schlagmichdoch/pairdrop
  "ghcr.io/schlagmichdoch/pairdrop":
    "v1.11.2@sha256:c4b30977264a76e335740089e693a52a0d0d616330dec7f93c7b96beef7b4a02",
  // renovate: datasource=docker depName=ghcr.io/searxng/searxng
  "ghcr.io/searxng/searxng":
    "2026.2.16-8e824017d@sha256:60055af6f2f1ca14b488d9c0f47a019d1dbaf15b4f6547a7194253bf2ab94744",
  // renovate: datasource=docker depName=ghcr.io/seerr-team/seerr
  "ghcr.io/seerr-team/seerr":
    "v3.0.1@sha256:1b5fc1ea825631d9d165364472663b817a4c58ef6aa1013f58d82c1570d7c866",
  // renovate: datasource=docker depName=ghcr.io/siderolabs/install-cni
  "ghcr.io/siderolabs/install-cni": "v1.9.0",
  // renovate: datasource=docker depName=ghcr.io/squat/generic-device-plugin
  "ghcr.io/squat/generic-device-plugin":
    "36bfc606bba2064de6ede0ff2764cbb52edff70d@sha256:ba6f0b4cf6c858d6ad29ba4d32e4da11638abbc7d96436bf04f582a97b2b8821",
  // renovate: datasource=docker depName=ghcr.io/sysadminsmedia/homebox
  "ghcr.io/sysadminsmedia/homebox":
    "0.23.1@sha256:facd9b795952602d5c54eacfcd0f3533040e6b556f461e423a2d2445ed8736f9",
  // renovate: datasource=docker depName=ghcr.io/tandoorrecipes/recipes
  "ghcr.io/tandoorrecipes/recipes": "2.5.3",
  // renovate: datasource=docker depName=ghcr.io/tensorchord/cloudnative-vectorchord
  "ghcr.io/tensorchord/cloudnative-vectorchord": "17.5-0.4.2",
  // renovate: datasource=docker depName=ghcr.io/thelounge/thelounge
  "ghcr.io/thelounge/thelounge":
    "4.4.3@sha256:c2aa0916203b298ffaf3a36c4eb60ef73c1006448d430e218d37840472e84e50",
  // renovate: datasource=docker depName=ghcr.io/twin/gatus
  "ghcr.io/twin/gatus": "v5.34.0",
  // renovate: datasource=docker depName=ghcr.io/unpoller/unpoller
  "ghcr.io/unpoller/unpoller": "v2.33.0",
  // renovate: datasource=docker depName=ghcr.io/zeroclaw-labs/zeroclaw
  "ghcr.io/zeroclaw-labs/zeroclaw": "v0.8.2",
  // renovate: datasource=docker depName=ghcr.io/zxh326/kite
  "ghcr.io/zxh326/kite":
    "v0.7.8@sha256:4371c9a1d1e64c27682bf8d7e5db9bac9e54e7f16f8329eab0b0bf04d3015926",
  // renovate: datasource=docker depName=quay.io/ceph/ceph
  "quay.io/ceph/ceph": "v19.2.3",
  // renovate: datasource=docker depName=quay.io/minio/minio
  "quay.io/minio/minio": "RELEASE.2025-04-22T22-12-26Z",
  // renovate: datasource=docker depName=quay.io/prometheus/blackbox-exporter
  "quay.io/prometheus/blackbox-exporter": "v0.27.0",
  // renovate: datasource=docker depName=registry.example.com/browser-use
  "registry.example.com/browser-use": "v3.0.0",
  // renovate: datasource=docker depName=registry.example.com/house-hunter
  "registry.example.com/house-hunter": "v1.0.0",
  // renovate: datasource=docker depName=registry.example.com/rrda
  "registry.example.com/rrda": "1.4.1",
  // renovate: datasource=docker depName=registry.k8s.io/git-sync/git-sync
  "registry.k8s.io/git-sync/git-sync":
    "v4.6.0@sha256:228a26d5f55ac5ae9c51635812570ba0073e0b1e0bd8fc3a653a0523b918c092",
} as const satisfies Readonly<Record<string, string>>;

/** Name of a pinned image, without its tag. */
export type ImageName = keyof typeof images;

/** The full reference of an image: `name:tag`, or `name:tag@digest`. */
export function imageRef(name: ImageName): string {
  return `${name}:${images[name]}`;
}

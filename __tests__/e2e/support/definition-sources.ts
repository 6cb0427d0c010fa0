import type { ChartName, ImageName } from "../../../versions";

/** Where the definitions of a chart, or of what an image runs, are published. */
export interface DefinitionSource {
  readonly pin: ChartName | ImageName;
  /** The version of the pin to which the module's version belongs. */
  readonly at: string;
  readonly module: string;
  readonly version: string;
  /** Checksum of the module, as `go.sum` has it. */
  readonly sum: string;
  /** The definitions within the module: a file, or a folder with all below it. */
  readonly path: string;
}

/** Renewed by hand when a pin moves; a test says which, and what the new checksum is. */
export const definitionSources: readonly DefinitionSource[] = [
  {
    pin: "cert-manager",
    at: "v1.19.3",
    module: "github.com/cert-manager/cert-manager",
    version: "v1.19.3",
    sum: "h1:3d0Nk/HO3BOmAdBJNaBh+6YgaO3Ciey3xCpOjiX5Obs=",
    path: "deploy/crds",
  },
  {
    pin: "cilium",
    at: "1.19.1",
    module: "github.com/cilium/cilium",
    version: "v1.19.1",
    sum: "h1:dIFfuHhigOE2EBSL9ncgwZkLjyx4frUUhOfF7M5kMXs=",
    path: "pkg/k8s/apis/cilium.io/client/crds",
  },
  {
    pin: "cloudnative-pg",
    at: "0.27.1",
    module: "github.com/cloudnative-pg/cloudnative-pg",
    version: "v1.28.1",
    sum: "h1:HdOUWgFhta558uHfXeO/199qCApxaj5yi05x6nWNmgs=",
    path: "config/crd/bases",
  },
  {
    // Brings the Gateway API's kinds too.
    pin: "envoy-gateway",
    at: "v1.7.0",
    module: "github.com/envoyproxy/gateway",
    version: "v1.7.0",
    sum: "h1:noVz4fADhljSKpQFaspb25+C3kC8bBBisQZle9W0ei4=",
    path: "charts/gateway-helm/crds",
  },
  {
    pin: "external-dns",
    at: "1.20.0",
    module: "sigs.k8s.io/external-dns",
    version: "v0.20.0",
    sum: "h1:rJ4Q5c32NStvI8J+u2nyM4bcKxZG4g1NLPL0p994U9M=",
    path: "config/crd/standard",
  },
  {
    // From 2.0 on the module keeps a path without /v2, under which Go takes no version 2.
    pin: "external-secrets",
    at: "2.0.0",
    module: "github.com/external-secrets/external-secrets",
    version: "v1.3.2",
    sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
    path: "config/crds/bases",
  },
  {
    pin: "ghcr.io/k8snetworkplumbingwg/multus-cni",
    at: "v4.2.4-thick",
    module: "github.com/k8snetworkplumbingwg/network-attachment-definition-client",
    version: "v1.7.7",
    sum: "h1:z4P744DR+PIpkjwXSEc6TvN3L6LVzmUquFgmNm8wSUc=",
    path: "artifacts/networks-crd.yaml",
  },
  {
    pin: "keda",
    at: "2.19.0",
    module: "github.com/kedacore/keda/v2",
    version: "v2.19.0",
    sum: "h1:IP3iMTwr9HkaAwPtLnhngPv74LghMf7ubLrsGLQo52M=",
    path: "config/crd/bases",
  },
  {
    pin: "node-feature-discovery",
    at: "0.18.3",
    module: "sigs.k8s.io/node-feature-discovery",
    version: "v0.18.3",
    sum: "h1:q5/qpyxrasI/F6838lflFNGAUszpMNRuFwornPLYdxQ=",
    path: "deployment/helm/node-feature-discovery/crds",
  },
  {
    // Newer than the chart's v0.11.0, which not every proxy of Go modules keeps.
    pin: "plugin-barman-cloud",
    at: "0.5.0",
    module: "github.com/cloudnative-pg/plugin-barman-cloud",
    version: "v0.15.0",
    sum: "h1:gNVytrzzYUE08wxLDrjfJqy1FPPSFkMe1OEr4s4pVI0=",
    path: "config/crd/bases",
  },
  {
    pin: "prometheus-operator-crds",
    at: "27.0.0",
    module: "github.com/prometheus-operator/prometheus-operator",
    version: "v0.89.0",
    sum: "h1:2HA351OwWBa10H6TDhjeSdHOA7wiY71sEivg+z2cykk=",
    path: "example/prometheus-operator-crd",
  },
  {
    pin: "rook-ceph",
    at: "v1.19.1",
    module: "github.com/rook/rook",
    version: "v1.19.1",
    sum: "h1:vqW3fH1y7Ak+6Aral+5/pgMNu8j4GM5TMCbkUzd+Jnc=",
    path: "deploy/examples/crds.yaml",
  },
  {
    pin: "snapshot-controller",
    at: "5.0.3",
    module: "github.com/kubernetes-csi/external-snapshotter/client/v8",
    version: "v8.4.0",
    sum: "h1:bMqrb3UHgHbP+PW9VwiejfDJU1R0PpXVZNMdeH8WYKI=",
    path: "config/crd",
  },
  {
    pin: "tailscale-operator",
    at: "1.94.2",
    module: "tailscale.com",
    version: "v1.94.2",
    sum: "h1:H+0NYSG81K1RBXnh6FfWee9G1KEeX9pvYspPrVdIfII=",
    path: "cmd/k8s-operator/deploy/crds",
  },
  {
    pin: "volsync",
    at: "0.14.0",
    module: "github.com/backube/volsync",
    version: "v0.14.0",
    sum: "h1:xdYpIYdn3pQgSSktcKlywn2X5Vo9V68iNGIj7ysqk64=",
    path: "config/crd/bases",
  },
];

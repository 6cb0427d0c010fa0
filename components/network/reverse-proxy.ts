import type { ClusterSpec } from "../../spec/cluster";
import { tunnelGatewayOf } from "../../spec/queries";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { NETWORK_NAMESPACE, appSelector } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { configHash, hardenedPod } from "./hardened-pod";
import { ADDRESS_ANNOTATION } from "./load-balancer";
import { spreadOverNodes } from "./placement";

const NAME = "nginx";
const REPLICAS = 2;
/** User of the image. https://hub.docker.com/r/nginxinc/nginx-unprivileged */
const USER = 101;
const PORTS = { https: 8443, health: 8080 } as const;

/**
 * nginx between cloudflared and the public gateway, at an address of its own.
 *
 * It passes TCP on without ending TLS: certificate, host name and HTTP/2 are those of the gateway,
 * and the visitor's address, a header inside TLS, goes through untouched. A PROXY protocol header
 * would only name the cloudflared pod, and would cost the gateway HTTP/3. nginx reads the host name
 * of the handshake and lets only names under the domain pass.
 */
export function reverseProxyBundle(spec: ClusterSpec): Bundle | undefined {
  const address = spec.ingress.cloudflare?.tunnel?.reverseProxy?.address;
  const gateway = tunnelGatewayOf(spec);
  if (address === undefined || gateway === undefined) return undefined;
  const config = { "nginx.conf": nginxConfig(spec.domain, gateway.address) };
  const labels = appSelector(NAME);
  return {
    layer: "network",
    component: "ReverseProxy",
    name: NAME,
    namespaces: [{ name: NETWORK_NAMESPACE }],
    objects: [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: NAME, namespace: NETWORK_NAMESPACE, labels },
        data: config,
      },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: NAME, namespace: NETWORK_NAMESPACE, labels },
        spec: {
          replicas: REPLICAS,
          revisionHistoryLimit: 3,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels, annotations: { "hearth.dev/config-hash": configHash(config) } },
            spec: hardenedPod(USER, {
              topologySpreadConstraints: spreadOverNodes(spec, labels, REPLICAS),
              containers: [
                {
                  name: NAME,
                  image: imageRef("docker.io/nginxinc/nginx-unprivileged"),
                  ports: [
                    { name: "https", containerPort: PORTS.https, protocol: "TCP" },
                    { name: "health", containerPort: PORTS.health, protocol: "TCP" },
                  ],
                  readinessProbe: { httpGet: { path: "/healthz", port: "health" } },
                  livenessProbe: { httpGet: { path: "/healthz", port: "health" } },
                  resources: {
                    requests: { cpu: "10m", memory: "16Mi" },
                    limits: { memory: "64Mi" },
                  },
                  volumeMounts: [
                    {
                      name: "config",
                      mountPath: "/etc/nginx/nginx.conf",
                      subPath: "nginx.conf",
                      readOnly: true,
                    },
                    { name: "tmp", mountPath: "/tmp" },
                  ],
                },
              ],
              volumes: [
                { name: "config", configMap: { name: NAME } },
                { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
              ],
            }),
          },
        },
      },
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: NAME, namespace: NETWORK_NAMESPACE, labels },
        spec: { minAvailable: 1, selector: { matchLabels: labels } },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
          name: NAME,
          namespace: NETWORK_NAMESPACE,
          labels,
          annotations: { [ADDRESS_ANNOTATION]: address },
        },
        spec: {
          type: "LoadBalancer",
          externalTrafficPolicy: "Cluster",
          selector: labels,
          ports: [{ name: "https", port: 443, targetPort: "https", protocol: "TCP" }],
        },
      },
    ] satisfies KubernetesObject[],
    provides: [`app:${NAME}`],
  };
}

/**
 * A TCP proxy that reads the server name of the handshake and ends no TLS.
 * https://nginx.org/en/docs/stream/ngx_stream_ssl_preread_module.html
 */
function nginxConfig(domain: string, gateway: string): string {
  return `worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections 4096;
}

stream {
  log_format access '$remote_addr "$ssl_preread_server_name" $status $bytes_sent $session_time';
  access_log /dev/stdout access;

  # The unix socket does not exist: a handshake for any other name ends here.
  map $ssl_preread_server_name $gateway {
    hostnames;
    .${domain} ${gateway}:443;
    default unix:/tmp/no-such-host.sock;
  }

  server {
    listen ${String(PORTS.https)};
    ssl_preread on;
    proxy_pass $gateway;
    proxy_connect_timeout 5s;
    # Tunnel connections carry many requests and rest between them.
    proxy_timeout 1h;
    proxy_socket_keepalive on;
  }
}

http {
  access_log off;
  client_body_temp_path /tmp/client;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  server {
    listen ${String(PORTS.health)};
    location = /healthz {
      return 200;
    }
    location / {
      return 404;
    }
  }
}
`;
}

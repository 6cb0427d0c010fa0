import type { ClusterSpec, GatewaySpec } from "../../spec/cluster";
import { routesOf, tunnelGatewayOf, type NamedRoute } from "../../spec/queries";
import { arrow, box, fit, LINE, picture, text, WIDTH } from "./svg";

const MARGIN = 16;
const GAP = 14;
/** Left edge and width of the three columns: where people are, the way in, and the apps. */
const SOURCE = { x: MARGIN, width: 120 };
const WAY = { x: 176, width: 190 };
const APPS = { x: 406, width: WIDTH - 406 - MARGIN };

interface Hop {
  readonly title: string;
  readonly note: string;
}

/** The way from Internet and LAN to the apps. */
export function trafficPicture(spec: ClusterSpec): string {
  const parts: string[] = [];
  let y = 48;
  const tunnel = tunnelGatewayOf(spec);
  for (const gateway of Object.values(spec.gateways)) {
    const routes = routesOf(spec).filter(({ route }) => route.gateway === gateway.name);
    const lane = gatewayLane(spec, gateway, routes, tunnel?.name === gateway.name, y);
    parts.push(...lane.parts);
    y += lane.height + GAP;
  }
  const direct = directLane(spec, y);
  parts.push(...direct.parts);
  y += direct.height;
  parts.push(
    text(MARGIN, y + 22, "With (login), Authelia asks for a login before the app is reached.", {
      quiet: true,
    }),
  );
  return picture(`${spec.name}: traffic from Internet and LAN to the apps`, y + 36, parts);
}

/** What leads to a gateway, and the apps behind it. */
function gatewayLane(
  spec: ClusterSpec,
  gateway: GatewaySpec,
  routes: readonly NamedRoute[],
  tunnelled: boolean,
  y: number,
) {
  const { cloudflare } = spec.ingress;
  const proxy = tunnelled ? cloudflare?.tunnel?.reverseProxy : undefined;
  const hops: Hop[] = [
    ...(tunnelled
      ? [
          { title: "Cloudflare", note: `DNS and proxy, ${cloudflare?.zone ?? spec.domain}` },
          {
            title: "cloudflared",
            note: `tunnel, ${String(cloudflare?.tunnel?.replicas ?? 0)} pods`,
          },
        ]
      : []),
    ...(proxy === undefined ? [] : [{ title: "nginx", note: `proxy, ${proxy.address}` }]),
    { title: `gateway ${gateway.name}`, note: `Envoy, ${gateway.address}` },
  ];
  const names = routes.map(
    ({ host, key, app, route }) =>
      `${host ?? `${app.name}/${key} ${route.protocol} ${String(route.listener ?? "")}`}${route.auth === "forward" ? " (login)" : ""}`,
  );
  const home = spec.ingress.tailscale === undefined ? "LAN" : "LAN and VPN";
  const dns = spec.ingress.splitDns === undefined ? "" : "split DNS";
  return lane({
    kind: gateway.exposure === "public" ? "public" : "private",
    sources: [
      ...(tunnelled ? [{ title: "Internet", note: "HTTPS", enters: 0 }] : []),
      { title: home, note: dns, enters: hops.length - 1 },
    ],
    hops,
    title: `${String(names.length)} hosts`,
    names,
    y,
  });
}

/** Apps with an address of their own, which no gateway stands before. */
function directLane(spec: ClusterSpec, y: number) {
  const names = Object.values(spec.apps).flatMap((app) =>
    "loadBalancer" in app && app.loadBalancer !== undefined
      ? [`${app.name}, ${app.loadBalancer.address}`]
      : [],
  );
  if (names.length === 0) return { parts: [], height: 0 };
  const { mode } = spec.network.loadBalancer.advertisement;
  return lane({
    kind: "private",
    sources: [
      { title: spec.ingress.tailscale === undefined ? "LAN" : "LAN and VPN", note: "", enters: 0 },
    ],
    hops: [{ title: "load balancer", note: `Cilium, ${mode === "l2" ? "ARP" : "BGP"}` }],
    title: `${String(names.length)} apps with an address`,
    names,
    y,
  });
}

function lane({
  kind,
  sources,
  hops,
  title,
  names,
  y,
}: {
  readonly kind: "public" | "private";
  readonly sources: readonly (Hop & { readonly enters: number })[];
  readonly hops: readonly Hop[];
  readonly title: string;
  readonly names: readonly string[];
  readonly y: number;
}) {
  const step = 44 + 22;
  const rows = Math.ceil(names.length / 2);
  const height = Math.max(hops.length * step - 22 + 24, rows * LINE + 54);
  const hopY = (index: number) => y + 12 + index * step;
  const parts = [
    box("zone", WAY.x - 12, y, WIDTH - MARGIN - WAY.x + 12, height),
    ...hops.flatMap(({ title: name, note }, index) => [
      box(kind, WAY.x, hopY(index), WAY.width, 44),
      text(WAY.x + 10, hopY(index) + 18, fit(name, WAY.width - 20), { bold: true }),
      text(WAY.x + 10, hopY(index) + 35, fit(note, WAY.width - 20, 11), { quiet: true, size: 11 }),
      ...(index === 0
        ? []
        : [
            arrow([
              [WAY.x + WAY.width / 2, hopY(index - 1) + 44],
              [WAY.x + WAY.width / 2, hopY(index) - 1],
            ]),
          ]),
    ]),
    ...sources.flatMap(({ title: name, note, enters }) => [
      box("box", SOURCE.x, hopY(enters), SOURCE.width, 44),
      text(SOURCE.x + 10, hopY(enters) + (note === "" ? 27 : 18), name, { bold: true }),
      ...(note === ""
        ? []
        : [text(SOURCE.x + 10, hopY(enters) + 35, note, { quiet: true, size: 11 })]),
      arrow([
        [SOURCE.x + SOURCE.width, hopY(enters) + 22],
        [WAY.x - 1, hopY(enters) + 22],
      ]),
    ]),
    box("box", APPS.x, y + 12, APPS.width - 12, height - 24),
    text(APPS.x + 10, y + 30, title, { bold: true }),
    ...names.map((name, index) =>
      text(
        APPS.x + 10 + (index % 2) * ((APPS.width - 20) / 2),
        y + 30 + LINE * (1 + Math.floor(index / 2)),
        fit(name, (APPS.width - 20) / 2 + 6, 11),
        { size: 11 },
      ),
    ),
    arrow([
      [WAY.x + WAY.width, hopY(hops.length - 1) + 22],
      [APPS.x - 1, hopY(hops.length - 1) + 22],
    ]),
  ];
  return { parts, height };
}

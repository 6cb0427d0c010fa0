import { catalog, type AppSelection } from "../../catalog";

/**
 * What the compiler must refuse in a stack: `@ts-expect-error` fails the type check where it does
 * not.
 */
const selection = {
  whoami: { replicas: 2, routes: { web: { gateway: "internal" } } },
  mosquitto: {
    loadBalancer: { address: "192.168.0.226" },
    volumes: { data: { size: "2Gi" }, config: null },
  },
} satisfies AppSelection;

// @ts-expect-error the catalogue has no such app
export const unknownApp: AppSelection = { nonesuch: {} };

// @ts-expect-error the model has no such field
export const unknownField: AppSelection = { miniflux: { replica: 2 } };

// @ts-expect-error the model has no such field, at any depth
export const unknownNested: AppSelection = { whoami: { resources: { request: {} } } };

// @ts-expect-error the image is the catalogue's, its pin that of versions.ts
export const otherImage: AppSelection = { whoami: { image: "docker.io/traefik/whoami" } };

test("every selected app is an entry of the catalogue", () => {
  for (const name of Object.keys(selection)) expect(Object.keys(catalog)).toContain(name);
});

test("every entry stands under its own name", () => {
  for (const [name, entry] of Object.entries(catalog)) expect(entry.name).toBe(name);
});

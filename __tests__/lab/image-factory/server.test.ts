import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { canonical, schematicId } from "../../../lab/image-factory/schematic";
import { imageFactory } from "../../../lab/image-factory/server";
import { serve, type HttpSimulator } from "../../../lab/simulator/http-simulator";

const extensions = (...names: string[]): string =>
  JSON.stringify({
    customization: {
      systemExtensions: { officialExtensions: names.map((name) => `siderolabs/${name}`) },
    },
  });

// Ids that the real factory gives; the first is in its documentation.
it.each([
  [
    "nothing",
    "customization: {}",
    "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba",
  ],
  ["nothing at all", "", "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"],
  ["AMD firmware", extensions("amd-ucode", "amdgpu-firmware"), "f19ad7b4a5d2"],
  [
    "a Raspberry Pi with a fan",
    JSON.stringify({
      overlay: {
        image: "siderolabs/sbc-raspberrypi",
        name: "rpi_generic",
        options: {
          configTxtAppend: [
            "# PoE Hat Fan Speeds",
            "dtoverlay=rpi-poe",
            ...[50, 60, 70, 80].map((degrees, step) => `dtparam=poe_fan_temp${step}=${degrees}000`),
          ].join("\n"),
        },
      },
      customization: { systemExtensions: { officialExtensions: ["siderolabs/util-linux-tools"] } },
    }),
    "de94b242ed9a",
  ],
  ["Intel firmware", extensions("i915-ucode", "intel-ucode"), "97bf8e92fc6b"],
])("gives %s the real factory's id", (_name, schematic, id) => {
  expect(schematicId(schematic).slice(0, id.length)).toBe(id);
});

it("puts fields in order, leaves empty ones out and keeps the order of extensions", () => {
  const text = canonical(`
customization:
  systemExtensions: { officialExtensions: [b, a] }
  meta: []
  extraKernelArgs: [-console, "x=1"]
overlay: { options: { configTxtAppend: "a=1\\nb=2\\n" }, name: rpi_generic, image: siderolabs/sbc-raspberrypi }
`);
  expect(text).toBe(`overlay:
    image: siderolabs/sbc-raspberrypi
    name: rpi_generic
    options:
        configTxtAppend: |
            a=1
            b=2
customization:
    extraKernelArgs:
        - -console
        - x=1
    systemExtensions:
        officialExtensions:
            - b
            - a
`);
});

describe("the API", () => {
  let dir: string;
  let server: HttpSimulator;
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), "hearth-factory-"));
    server = await serve(
      imageFactory(path.join(dir, "state.json")),
      0,
      path.join(dir, "faults.json"),
    );
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const get = (at: string) => fetch(server.url + at);

  it("takes a schematic, gives its id, and gives the schematic back", async () => {
    const body = extensions("i915");
    const response = await fetch(`${server.url}/schematics`, { method: "POST", body });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    expect(id).toBe(schematicId(body));
    expect(await (await get(`/schematics/${id}`)).text()).toBe(canonical(body));
  });

  it.each(["customisation: {}", "customization: { kernel: x }", "- a", "a: [", "overlay: rpi"])(
    "refuses %s",
    async (body) => {
      const response = await fetch(`${server.url}/schematics`, { method: "POST", body });
      expect(response.status).toBe(400);
    },
  );

  it("lists versions, and the extensions and overlays of one", async () => {
    expect(await (await get("/versions")).json()).toContain("v1.12.4");
    const found = (await (await get("/version/v1.12.4/extensions/official")).json()) as object[];
    expect(found).toContainEqual(expect.objectContaining({ name: "siderolabs/i915" }));
    const overlays = (await (await get("/version/v1.12.4/overlays/official")).json()) as object[];
    expect(overlays).toContainEqual(
      expect.objectContaining({ name: "rpi_generic", image: "siderolabs/sbc-raspberrypi" }),
    );
    expect((await get("/version/v0.0.1/extensions/official")).status).toBe(404);
  });
});

import { machinePatches } from "../../../components/talos/patches";
import {
  bootImageUrl,
  installerImage,
  schematicId,
  schematicYaml,
  talosImages,
} from "../../../components/talos/schematic";
import { hardwareSchema } from "../../../spec/hardware";
import { named, pc, pi, small, withNode, type Profile } from "./fixture";

const id = (profile: Profile) => schematicId(hardwareSchema.parse(profile));
const extensions = (...names: string[]) => names.map((name) => `siderolabs/${name}`);

/** Ids that the Image Factory itself has given. */
test.each<[string, Profile, string]>([
  ["two extensions", pc, "f19ad7b4a5d2"],
  [
    "three extensions",
    { ...pc, extensions: extensions("util-linux-tools", "amd-ucode", "amdgpu-firmware") },
    "fb80f6e04560",
  ],
  [
    "five extensions",
    {
      ...pc,
      extensions: extensions(
        "util-linux-tools",
        "amd-ucode",
        "amdgpu-firmware",
        "amdgpu",
        "uinput",
      ),
    },
    "1be3f9d3a9e7",
  ],
  ["Intel", { ...pc, extensions: extensions("i915-ucode", "intel-ucode") }, "97bf8e92fc6b"],
  [
    "Intel with tools",
    { ...pc, extensions: extensions("util-linux-tools", "i915-ucode", "intel-ucode") },
    "17520144ed95",
  ],
  [
    "kernel arguments",
    {
      ...pc,
      extensions: extensions("util-linux-tools", "amd-ucode", "amdgpu-firmware"),
      kernelArgs: ["processor.max_cstate=1", "amd_pstate=disable"],
    },
    "f00bf71a4323",
  ],
  ["a short name", { ...pc, extensions: ["qemu-guest-agent"] }, "ce4c980550dd"],
  ["overlay and options", pi, "de94b242ed9a"],
  ["overlay without extensions", { ...pi, extensions: [] }, "a862538d0862"],
  [
    "overlay, extensions and kernel arguments",
    { ...pi, kernelArgs: ["initcall_blacklist=sensors_nct6683_init"] },
    "f73ac4341307",
  ],
])("the id of %s is the Image Factory's", (_what, profile, prefix) => {
  expect(id(profile).slice(0, prefix.length)).toBe(prefix);
});

test("the order of extensions is part of the id", () => {
  const [first = "", second = ""] = pc.extensions ?? [];
  expect(id({ ...pc, extensions: [second, first] })).not.toBe(id(pc));
});

test("what is not in the image does not change its id", () => {
  expect(id({ ...pc, description: "other", cpus: 2, kernelModules: ["nbd"], watchdog: true })).toBe(
    id(pc),
  );
});

test("an argument that removes a default is written as it is", () => {
  expect(schematicYaml(hardwareSchema.parse({ ...pc, kernelArgs: ["-selinux"] }))).toContain(
    "    extraKernelArgs:\n        - -selinux\n",
  );
});

test("an arm64 board and an amd64 machine get different schematics, images and boot images", () => {
  const spec = small();
  const [board, machine] = ["pi", "pc"].map((name) => {
    const profile = spec.hardware[name];
    if (profile === undefined) throw new Error(name);
    return profile;
  }) as [typeof spec.hardware.x & object, typeof spec.hardware.x & object];
  expect(schematicId(board)).not.toBe(schematicId(machine));
  expect(installerImage(spec, board)).toBe(
    `factory.talos.dev/metal-installer/${schematicId(board)}:v1.12.4`,
  );
  expect(installerImage(spec, machine)).toBe(
    `factory.talos.dev/metal-installer/${schematicId(machine)}:v1.12.4`,
  );
  expect(bootImageUrl(spec, board)).toMatch(/\/v1\.12\.4\/metal-arm64\.raw\.xz$/);
  expect(bootImageUrl(spec, machine)).toMatch(/\/v1\.12\.4\/metal-amd64\.iso$/);
});

test("only profiles that a node uses have an image", () => {
  const profiles = (spec: ReturnType<typeof small>) =>
    talosImages(spec).map(({ name, architecture }) => [name, architecture]);
  expect(profiles(small())).toEqual([
    ["pi", "arm64"],
    ["pc", "amd64"],
  ]);
  const { "cp-1": only } = small().nodes;
  expect(profiles(small({ nodes: { "cp-1": only ?? fail() } }))).toEqual([["pi", "arm64"]]);
});

test("a node with kernel arguments of its own has an image of its own, after its profile's", () => {
  const spec = withNode({ kernelArgs: ["audit=0"] });
  const [board, own] = talosImages(spec);
  expect([board?.name, own?.name]).toEqual(["pi", "pc.node"]);
  const args = spec.hardware["pc"]?.kernelArgs ?? [];
  expect(named(spec, "node").hardware.kernelArgs).toEqual([...args, "audit=0"]);
  expect(own?.schematic).toBe(
    schematicId({ ...(spec.hardware["pc"] ?? fail()), kernelArgs: [...args, "audit=0"] }),
  );
  expect(machinePatches(spec, "node").join()).toContain(own?.installer);
  expect(machinePatches(spec, "cp-1").join()).toContain(board?.installer);
});

test("an own Image Factory is part of the image's name", () => {
  const spec = small({
    talos: { version: "v1.12.4", contractVersion: "v1.12", imageFactory: "factory.example.com" },
  });
  const images = talosImages(spec);
  expect(images).not.toEqual([]);
  for (const { installer, boot } of images) {
    expect(installer).toMatch(/^factory\.example\.com\/metal-installer\//);
    expect(boot).toMatch(/^https:\/\/factory\.example\.com\/image\//);
  }
});

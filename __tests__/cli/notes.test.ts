import { planNotes } from "../../cli/plan/notes";
import { loadSpec } from "../../stacks";

describe("the notes of a plan", () => {
  it("name every volume and database that a stack without a target does not save", () => {
    const [, unsaved = "", unasked = ""] = planNotes(loadSpec("home"));
    expect(unsaved).toMatch(/^not backed up, because the stack has no backup target: /);
    expect(unsaved).toContain("volume home-assistant/config");
    expect(unsaved).toContain("database miniflux (1Gi)");
    expect(unasked).toMatch(/^not backed up, because nothing asks for it: /);
  });

  it("say what a destroy would wipe", () => {
    const home = loadSpec("home");
    const ceph = home.storage.ceph;
    if (ceph === undefined) throw new Error("home has no Ceph");
    const wiping = { ...home, storage: { ...home.storage, ceph: { ...ceph, wipe: true } } };
    expect(planNotes(wiping)).toContain("storage.ceph.wipe is set: destroy wipes the Ceph disks");
  });

  it("name the apps whose images nobody publishes", () => {
    expect(planNotes(loadSpec("home"))[0]).toBe(
      "nobody publishes the images of these apps, see docs/apps.md: browser-use, house-hunter, rrda",
    );
    expect(planNotes(loadSpec("trio")).join()).not.toContain("publishes");
  });

  it("say where Cloudflare's free certificate does not reach", () => {
    const notesOn = (stack: string) =>
      planNotes(loadSpec(stack)).filter((note) => note.includes("free certificate"));
    expect(notesOn("trio")).toEqual([
      "Cloudflare's free certificate does not hold *.trio.example.com, which lies below its zone: it needs an advanced one",
    ]);
    expect(notesOn("home")).toEqual([]);
  });

  it("say what to change where a subnet router of the VPN meets DSR", () => {
    const home = loadSpec("home");
    const { network } = home;
    const snat = { ...network, loadBalancer: { ...network.loadBalancer, mode: "snat" as const } };
    const said = (spec: typeof home) => planNotes(spec).filter((note) => note.includes("VPN"));
    expect(said(home)).toEqual([expect.stringContaining('network.loadBalancer.mode: "snat"')]);
    expect(said({ ...home, network: snat })).toEqual([]);
    expect(said(loadSpec("lab"))).toEqual([]);
  });
});

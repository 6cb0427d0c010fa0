import { interfacesOf } from "../../components/talos/config/network";
import type { NodeSpec } from "../../spec/cluster";
import type { NamedNode } from "../../spec/queries";
import { matches } from "../../spec/rules/support/disks";
import { failed, ok, warned, type Check } from "./check";
import type { Hardware, TalosLink } from "./hardware";

type NicSelector = NonNullable<NonNullable<NodeSpec["interfaces"]>[string]["nic"]>;

/**
 * Whether the machine has its profile's network cards; whether every selector of the node picks
 * exactly one link, without which Talos names none; and whether the cables are right.
 */
export function nicChecks(named: NamedNode, hardware: Hardware): Check[] {
  return [...profileChecks(named, hardware), ...selectorChecks(named, hardware)];
}

function profileChecks({ name, node, hardware }: NamedNode, { links }: Hardware): Check[] {
  const drivers = [...new Set(hardware.nics.map(({ driver }) => driver))];
  return drivers.map((driver) => {
    const title = `node ${name}, NIC ${driver}`;
    const wanted = hardware.nics.filter((one) => one.driver === driver);
    const found = links.filter((link) => link.isPhysical && link.driver === driver);
    if (found.length < wanted.length) {
      return failed(
        title,
        `${found.length === 0 ? "none" : String(found.length)} of ${String(wanted.length)}; there are: ${listed(links)}`,
        `correct hardware.${node.hardware}.nics in stacks/, or look whether this is the machine`,
      );
    }
    const speed = Math.min(...wanted.map(({ speedMbps }) => speedMbps));
    const slow = found.find((link) => link.isUp && link.speed !== undefined && link.speed < speed);
    return slow === undefined
      ? ok(title, found.map(described).join(", "))
      : warned(
          title,
          `${slow.name} runs at ${String(slow.speed)} Mbit/s, not at ${String(speed)}`,
          "look at the cable and at the port of the switch",
        );
  });
}

function selectorChecks(named: NamedNode, hardware: Hardware): Check[] {
  return interfacesOf(named).flatMap(([key, one], index) => {
    const selectors = one.bond?.members ?? (one.nic === undefined ? [] : [one.nic]);
    const picked = selectors.map((selector) =>
      hardware.links.filter((link) => isPicked(link, selector)),
    );
    const title = `node ${named.name}, interface ${key}`;
    const wrong = picked.findIndex((links) => links.length !== 1);
    if (wrong !== -1) return [notOne(title, selectors[wrong], picked[wrong] ?? [], hardware.links)];
    const links = picked.flat();
    return [index === 0 ? lanCheck(title, named, links, hardware) : cableCheck(title, links)];
  });
}

function notOne(
  title: string,
  selector: NicSelector | undefined,
  picked: readonly TalosLink[],
  links: readonly TalosLink[],
): Check {
  const what = picked.length === 0 ? "no link is" : `${String(picked.length)} links are`;
  return failed(
    title,
    `${what} ${JSON.stringify(selector)}, and Talos wants exactly one; there are: ${listed(links)}`,
    "correct the selector in stacks/; a mac picks one for certain",
  );
}

/** The LAN's interface is the one that the machine has its address on: else a cable is elsewhere. */
function lanCheck(
  title: string,
  { node }: NamedNode,
  links: readonly TalosLink[],
  { addresses, links: all }: Hardware,
): Check {
  const holder = addresses.find(({ address }) => address.split("/")[0] === node.address)?.link;
  if (holder === undefined || links.some(({ name }) => name === holder)) {
    return cableCheck(title, links);
  }
  const other = all.find(({ name }) => name === holder);
  return failed(
    title,
    `is ${listed(links)}, but ${node.address} is on ${other === undefined ? holder : described(other)}`,
    "put the LAN's cable into the other port, or correct the selector in stacks/",
  );
}

function cableCheck(title: string, links: readonly TalosLink[]): Check {
  const down = links.filter(({ isUp }) => !isUp);
  return down.length === 0
    ? ok(title, listed(links))
    : warned(title, `${listed(down)} has no link`, "plug its cable in, and switch the port on");
}

/** Whether a link is what a selector says. */
function isPicked(link: TalosLink, { mac, driver, physical }: NicSelector): boolean {
  return (
    (mac === undefined || link.mac === mac) &&
    (driver === undefined || matches(driver, link.driver)) &&
    (physical !== true || link.isPhysical)
  );
}

const described = ({ name, driver, mac }: TalosLink): string => `${name} (${driver}, ${mac})`;

const listed = (links: readonly TalosLink[]): string =>
  links
    .filter(({ isPhysical }) => isPhysical)
    .map(described)
    .join(", ") || "none";

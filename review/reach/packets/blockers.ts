/** The blockers that several places need: what is not known, not modelled, or not there. */

import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { type AddressSet, formatAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { formatTrafficSet, type TrafficSet } from "../../../net/traffic-set";
import { Unknown } from "../../../terraform/values";
import type { Key, NetworkInterface, SubnetModel } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import type { Fix } from "./fix";
import type { Blocker, Flow } from "./flow";
import type { Traversal } from "./traversal";

export function unknownBlocker(at: string, keys: readonly Key[], text: string): Blocker {
  return { code: "NET_UNKNOWN_UNTIL_APPLY", at, keys, text, unknowns: [new Unknown(keys[0] ?? at, text)] };
}

/** A part of the network whose behaviour nobody models here. */
export function unsupported(at: string, keys: readonly Key[], what: string): Blocker {
  return {
    code: "UNSUPPORTED_COMPONENT",
    at,
    keys,
    text: `not modelled: ${what}`,
    unknowns: [new Unknown(keys[0] ?? at, `not modelled: ${what}`)],
  };
}

/** What lets the internet reach what has no public address, or the way around where it had better not. */
export function publicFix({ kind, owner, autoScaled: several, checkedBy }: NetworkInterface): Fix {
  const inFront = `put a load balancer in front of it; in a public subnet ${checkedBy} may associate_public_ip_address = true`;
  return { resource: owner, change: several === true ? inFront : INTERFACE_KINDS[kind].publicFix };
}

/** The machines that may get the address at apply, and why nobody knows. */
export function mayBecome(traversal: Traversal, { to }: Flow): Blocker | undefined {
  return to.interface === undefined ? perhapsSomebodys(traversal.context.network, to.addresses) : undefined;
}

/** What is said of addresses that somebody may have whose own are not known; undefined when nobody may. */
export function perhapsSomebodys(network: NetworkModel, addresses: AddressSet): Blocker | undefined {
  return mayGet(network, addresses) ?? mayHave(network, addresses);
}

/** What is not modelled and stands in subnets with these addresses may have one of them. */
function mayHave({ unmodelled }: NetworkModel, addresses: AddressSet): Blocker | undefined {
  const all = unmodelled.filter((each) => intersects(each.addresses ?? addresses, addresses));
  const [first] = all;
  if (first === undefined) return undefined;
  const what = `${formatAddresses(addresses, 2)} may be an address of ${namesOf(all)}`;
  return unsupported(
    first.name,
    all.map(({ key }) => key),
    what,
  );
}

function namesOf(all: readonly { readonly name: string }[]): string {
  const names = [...new Set(all.map(({ name }) => name))];
  const shown = names.length > 4 ? [...names.slice(0, 4), `${names.length - 4} more`] : names;
  return shown.join(" or ");
}

function mayGet(network: NetworkModel, addresses: AddressSet): Blocker | undefined {
  const candidates = [...network.interfaces.values()].filter((one) =>
    [one.private4, one.address6].some((own) => own?.exact === false && intersects(own.set, addresses)),
  );
  const all = [...candidates, ...network.unplaced];
  const [first] = all;
  if (first === undefined) return undefined;
  return unknownBlocker(
    first.name,
    all.map(({ key }) => key),
    `${formatAddresses(addresses, 2)} may become the address of ${namesOf(all)}, which is known after apply`,
  );
}

/** Nobody in the VPC has the address. */
export function noAddress(subnet: SubnetModel, flow: Flow): Blocker {
  const goal = flow.to.interface;
  const shown = formatAddresses(flow.to.addresses, 2);
  if (goal !== undefined)
    return {
      code: "DISCONNECTED_VPCS",
      at: subnet.name,
      keys: [subnet.key, subnet.vpc],
      text: `${shown} belongs to the own VPC here, and ${goal.name} is in another one`,
    };
  return {
    code: "UNASSOCIATED_COMPONENT",
    at: subnet.name,
    keys: [subnet.key, subnet.vpc],
    text: `no interface of this network has ${shown}`,
  };
}

/** A text that names the traffic, and the same in few words for whoever asked for that very traffic. */
export function aboutTraffic(
  traffic: TrafficSet,
  say: (traffic: string) => string,
): Pick<Blocker, "text" | "brief"> {
  return { text: say(formatTrafficSet(traffic)), brief: { of: traffic, text: say("anything else") } };
}

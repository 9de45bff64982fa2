/** Internet gateways: out with a public address, in to whoever has the public address that is meant. */

import { type AddressSet, formatAddresses, ofFamily, publicAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { intersect, isEmpty, subtract } from "../../../net/interval-set";
import { stretch } from "../../../net/traffic-set";

import type { Key, NetworkInterface, SubnetModel, Vpc } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { publicFix, unknownBlocker } from "../packets/blockers";
import { type Flow, unknownPasses, withAddresses, withHop, withTraffic } from "../packets/flow";
import { privateEnd, publicEnd } from "../packets/packet-end";
import { end, endAndFollow, pass, stopUnknown, type Traversal } from "../packets/traversal";
import { arrive } from "./delivery";
import { pastGatewayTable } from "./gateway-route-table";
import { isTranslated, publicAccess } from "./public-access";

/** Through the gateway of the subnet's VPC, which puts the sender's public address for its private one. */
export function exitInternet(traversal: Traversal, subnet: SubnetModel, gateway: Key, flow: Flow): void {
  const sender = flow.from.interface;
  const keys = [sender?.key ?? "", sender?.owner ?? "", sender?.name ?? "", gateway, subnet.key];
  const home = sender === undefined ? undefined : traversal.context.index.subnetOf(sender);
  if (sender === undefined || home?.vpc !== subnet.vpc) {
    end(traversal, flow, {
      code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      at: gateway,
      keys,
      text: "the internet gateway drops packets from outside of its VPC",
    });
    return;
  }
  const open = publicAccess(traversal, home, flow, isTranslated(sender) ? "translated" : "direct");
  for (const each of open.flatMap((one) => publicly(traversal, sender, one, keys))) {
    const shown = { ...each, from: publicEnd(sender, isIpv4(each)) };
    toInternet(
      traversal,
      withHop(traversal.context, shown, () => ({ at: "igw", key: gateway, text: "to the internet" })),
    );
  }
}

function publicly(
  traversal: Traversal,
  sender: NetworkInterface,
  flow: Flow,
  keys: readonly Key[],
): readonly Flow[] {
  if (!isIpv4(flow) || sender.public4 !== undefined) return [flow];
  if (sender.publicUnknown !== undefined)
    return unknownPasses(traversal.context)
      ? [flow]
      : endAndFollow(traversal, flow, {
          ...unknownBlocker(sender.name, keys, `whether ${sender.name} has a public address is not known`),
          unknowns: [sender.publicUnknown],
        });
  return endAndFollow(traversal, flow, {
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    at: sender.name,
    keys,
    text: `${sender.name} has no public address, and its route leads to an internet gateway`,
    fix: { resource: sender.owner, change: "give it an Elastic IP, or route its subnet to a NAT" },
  });
}

/** On the internet: to a public address of this network, to an AWS service, or to anybody else. */
export function toInternet(traversal: Traversal, flow: Flow): void {
  const { context } = traversal;
  const goal = flow.to.interface;
  if (goal !== undefined && (flow.to.shows === "public" || !isIpv4(flow))) {
    enter(traversal, goal, flow);
    return;
  }
  let rest = flow.to.addresses;
  if (rest !== context.index.internet) {
    for (const one of context.index.publicIn(rest)) {
      const own = ownPublic(one, rest);
      rest = subtract(rest, own);
      enter(traversal, one, { ...flow, to: { ...publicEnd(one, isIpv4(flow)), addresses: own } });
    }
    for (const { name, addresses } of context.network.serviceLists) {
      const part = intersect(rest, addresses);
      rest = subtract(rest, addresses);
      if (!isEmpty(part)) toService(traversal, name, withAddresses(flow, "to", part));
    }
  }
  beyond(traversal, flow, ofSomebody(traversal, flow, rest));
}

/** Without the addresses of the account that nobody uses, and those of which nobody knows who has them now. */
function ofSomebody(traversal: Traversal, flow: Flow, addresses: AddressSet): AddressSet {
  const { network, index } = traversal.context;
  if (addresses === index.internet) return addresses;
  const nobodys = intersect(addresses, network.idle);
  if (!isEmpty(nobodys)) {
    const text = `the account has ${formatAddresses(nobodys, 2)}, and nothing uses it`;
    end(traversal, withAddresses(flow, "to", nobodys), {
      code: "UNASSOCIATED_COMPONENT",
      at: "igw",
      keys: [],
      text,
    });
  }
  let rest = subtract(addresses, network.idle);
  for (const { addresses: released, unknown } of network.released) {
    const part = intersect(rest, released);
    rest = subtract(rest, released);
    if (isEmpty(part)) continue;
    const text = `who has ${formatAddresses(part, 2)} now is not known`;
    stopUnknown(traversal, withAddresses(flow, "to", part), {
      ...unknownBlocker("igw", [unknown.attribute], text),
      unknowns: [unknown],
    });
  }
  return rest;
}

/** Hosts of nobody in this network: they get what has a public address. */
function beyond(traversal: Traversal, flow: Flow, rest: AddressSet): void {
  const lost = rest === traversal.context.index.internet ? [] : subtract(rest, publicAddresses);
  if (!isEmpty(lost))
    end(traversal, withAddresses(flow, "to", lost), {
      code: "NO_ROUTE_TO_DESTINATION",
      at: "igw",
      keys: [],
      text: `${formatAddresses(lost, 2)} is private: the internet carries nothing there`,
    });
  const there = subtract(rest, lost);
  if (!isEmpty(there))
    traversal.arrivals.push({ waypoint: { kind: "internet" }, flow: withAddresses(flow, "to", there) });
}

function ownPublic({ public4, address6 }: NetworkInterface, among: AddressSet): AddressSet {
  return [...intersect(public4?.set ?? [], among), ...intersect(address6?.set ?? [], among)];
}

const SERVED = [...stretch("tcp", 80, 80), ...stretch("tcp", 443, 443), ...stretch("icmp", 8 * 256, 8 * 256)];

/** An AWS service behind a prefix list answers on HTTP, HTTPS and echo; what it is sent otherwise it drops. */
export function toService(traversal: Traversal, name: string, flow: Flow, key?: Key): void {
  const gated = {
    passed: withTraffic(flow, intersect(flow.traffic, SERVED)),
    rest: withTraffic(flow, subtract(flow.traffic, SERVED)),
  };
  const passed = pass(traversal, flow, gated, () => ({
    code: key === undefined ? "TARGET_PORT_RESTRICTION" : "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
    at: name,
    keys: [name, key ?? name],
    text: `${name} answers on tcp/80, tcp/443 and echo only`,
  }));
  for (const each of passed)
    traversal.arrivals.push({
      waypoint: { kind: "service", name, ...given({ key }) },
      flow: withHop(traversal.context, each, () => ({ at: name, text: "AWS service" })),
    });
}

/** From the internet to the interface with the public address, whose gateway puts the private one in its place. */
export function enter(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  const { index } = traversal.context;
  const subnet = index.subnetOf(one);
  const vpc = subnet === undefined ? undefined : index.vpcOf(subnet);
  if (subnet === undefined || vpc === undefined) return;
  const keys = [one.key, one.owner, one.name, subnet.key, vpc.key];
  let flows: readonly Flow[] = [flow];
  if (isIpv4(flow) ? one.public4 === undefined : one.address6 === undefined) {
    if (one.publicUnknown === undefined)
      flows = endAndFollow(traversal, flow, {
        code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        at: one.name,
        keys,
        text: `${one.name} has no public address`,
        fix: publicFix(one),
      });
    else if (!unknownPasses(traversal.context))
      flows = endAndFollow(traversal, flow, {
        ...unknownBlocker(one.name, keys, `whether ${one.name} has a public address is not known`),
        unknowns: [one.publicUnknown],
      });
  }
  const { addresses } = privateEnd(one, isIpv4(flow));
  for (const each of flows.flatMap((entering) => publicAccess(traversal, subnet, entering, "entering")))
    for (const routed of pastGatewayTable(traversal, one, vpc, each, addresses))
      throughGateway(traversal, one, subnet, vpc, routed);
}

function throughGateway(
  traversal: Traversal,
  one: NetworkInterface,
  subnet: SubnetModel,
  vpc: Vpc,
  flow: Flow,
): void {
  const { gateway } = vpc;
  for (const each of attached(traversal, one, subnet, vpc, flow)) {
    const meant = { ...each, to: privateEnd(one, isIpv4(each)) };
    const inside = withHop(traversal.context, meant, () => ({
      at: "igw",
      key: gateway ?? "",
      text: `to the private address of ${one.name}`,
    }));
    const entered = withHop(traversal.context, inside, () => ({
      at: subnet.name,
      key: subnet.key,
      text: "enters the subnet",
    }));
    for (const admitted of networkAclGate(traversal, subnet, "in", entered)) arrive(traversal, one, admitted);
  }
}

/** What finds a gateway at the VPC. */
function attached(
  traversal: Traversal,
  one: NetworkInterface,
  subnet: SubnetModel,
  { key, gateway, gatewayUnknown }: Vpc,
  flow: Flow,
): readonly Flow[] {
  // Replies to what left through an egress-only gateway come back the same way.
  if (gateway !== undefined || (!isIpv4(flow) && traversal.reply)) return [flow];
  const keys = [one.key, one.owner, subnet.key, key];
  if (gatewayUnknown === undefined)
    return endAndFollow(traversal, flow, {
      code: "NO_ROUTE_TO_DESTINATION",
      at: subnet.name,
      keys,
      text: `the VPC of ${one.name} has no internet gateway`,
      fix: { resource: key, change: "attach an internet gateway" },
    });
  if (unknownPasses(traversal.context)) return [flow];
  return endAndFollow(traversal, flow, {
    ...unknownBlocker(
      subnet.name,
      keys,
      `whether the VPC of ${one.name} has an internet gateway is not known`,
    ),
    unknowns: [gatewayUnknown],
  });
}

export function isIpv4(flow: Flow): boolean {
  return !isEmpty(ofFamily(flow.to.addresses, 4));
}

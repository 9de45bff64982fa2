/** Internet gateways: out with a public address, in to whoever has the public address that is meant. */

import { type AddressSet, formatAddresses, ofFamily, publicAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { intersect, isEmpty, subtract } from "../../../net/interval-set";
import { stretch } from "../../../net/traffic-set";

import type { Key, NetworkInterface, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { publicFix, unknownBlocker } from "../packets/blockers";
import {
  type Flow,
  pass,
  stop,
  type Traversal,
  unknownPasses,
  withAddresses,
  withHop,
  withTraffic,
} from "../packets/packet";
import { privateEnd, publicEnd } from "../packets/packet-end";
import { arrive } from "./delivery";
import { pastGatewayTable } from "./gateway-route-table";

/** Through the gateway of the subnet's VPC, which puts the sender's public address for its private one. */
export function exitInternet(run: Traversal, subnet: SubnetModel, gateway: Key, packet: Flow): void {
  const sender = packet.from.interface;
  const keys = [sender?.key ?? "", sender?.owner ?? "", sender?.name ?? "", gateway, subnet.key];
  const home = sender === undefined ? undefined : run.ask.index.subnetOf(sender);
  if (sender === undefined || home?.vpc !== subnet.vpc) {
    stop(run, packet, {
      code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      at: gateway,
      keys,
      text: "the internet gateway drops packets from outside of its VPC",
    });
    return;
  }
  for (const each of publicly(run, sender, packet, keys)) {
    const shown = { ...each, from: publicEnd(sender, isIpv4(each)) };
    toInternet(
      run,
      withHop(run.ask, shown, () => ({ at: "igw", key: gateway, text: "to the internet" })),
    );
  }
}

function publicly(
  run: Traversal,
  sender: NetworkInterface,
  packet: Flow,
  keys: readonly Key[],
): readonly Flow[] {
  if (!isIpv4(packet) || sender.public4 !== undefined) return [packet];
  if (sender.publicUnknown !== undefined)
    return unknownPasses(run.ask)
      ? [packet]
      : stop(run, packet, {
          ...unknownBlocker(sender.name, keys, `whether ${sender.name} has a public address is not known`),
          unknowns: [sender.publicUnknown],
        });
  return stop(run, packet, {
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    at: sender.name,
    keys,
    text: `${sender.name} has no public address, and its route leads to an internet gateway`,
    fix: { resource: sender.owner, change: "give it an Elastic IP, or route its subnet to a NAT" },
  });
}

/** On the internet: to a public address of this network, to an AWS service, or to anybody else. */
export function toInternet(run: Traversal, packet: Flow): void {
  const { ask } = run;
  const goal = packet.to.interface;
  if (goal !== undefined && (packet.to.shows === "public" || !isIpv4(packet))) {
    enter(run, goal, packet);
    return;
  }
  let rest = packet.to.addresses;
  if (rest !== ask.index.internet) {
    for (const one of ask.index.publicIn(rest)) {
      const own = ownPublic(one, rest);
      rest = subtract(rest, own);
      enter(run, one, { ...packet, to: { ...publicEnd(one, isIpv4(packet)), addresses: own } });
    }
    for (const { name, addresses } of ask.network.serviceLists) {
      const part = intersect(rest, addresses);
      rest = subtract(rest, addresses);
      if (!isEmpty(part)) toService(run, name, withAddresses(packet, "to", part));
    }
  }
  beyond(run, packet, rest);
}

/** Hosts of nobody in this network: they get what has a public address. */
function beyond(run: Traversal, packet: Flow, rest: AddressSet): void {
  const lost = rest === run.ask.index.internet ? [] : subtract(rest, publicAddresses);
  if (!isEmpty(lost))
    stop(run, withAddresses(packet, "to", lost), {
      code: "NO_ROUTE_TO_DESTINATION",
      at: "igw",
      keys: [],
      text: `${formatAddresses(lost, 2)} is private: the internet carries nothing there`,
    });
  const there = subtract(rest, lost);
  if (!isEmpty(there))
    run.arrivals.push({ station: { kind: "internet" }, packet: withAddresses(packet, "to", there) });
}

function ownPublic({ public4, address6 }: NetworkInterface, among: AddressSet): AddressSet {
  return [...intersect(public4?.set ?? [], among), ...intersect(address6?.set ?? [], among)];
}

const SERVED = [...stretch("tcp", 80, 80), ...stretch("tcp", 443, 443), ...stretch("icmp", 8 * 256, 8 * 256)];

/** An AWS service behind a prefix list answers on HTTP, HTTPS and echo; what it is sent otherwise it drops. */
export function toService(run: Traversal, name: string, packet: Flow, key?: Key): void {
  const gated = {
    passed: withTraffic(packet, intersect(packet.traffic, SERVED)),
    rest: withTraffic(packet, subtract(packet.traffic, SERVED)),
  };
  const passed = pass(run, packet, gated, () => ({
    code: key === undefined ? "TARGET_PORT_RESTRICTION" : "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
    at: name,
    keys: [name, key ?? name],
    text: `${name} answers on tcp/80, tcp/443 and echo only`,
  }));
  for (const each of passed)
    run.arrivals.push({
      station: { kind: "service", name, ...given({ key }) },
      packet: withHop(run.ask, each, () => ({ at: name, text: "AWS service" })),
    });
}

/** From the internet to the interface with the public address, whose gateway puts the private one in its place. */
export function enter(run: Traversal, one: NetworkInterface, packet: Flow): void {
  const { index } = run.ask;
  const subnet = index.subnetOf(one);
  const vpc = subnet === undefined ? undefined : index.vpcOf(subnet);
  if (subnet === undefined || vpc === undefined) return;
  const keys = [one.key, one.owner, one.name, subnet.key, vpc.key];
  let packets: readonly Flow[] = [packet];
  if (isIpv4(packet) ? one.public4 === undefined : one.address6 === undefined) {
    if (one.publicUnknown === undefined)
      packets = stop(run, packet, {
        code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        at: one.name,
        keys,
        text: `${one.name} has no public address`,
        fix: publicFix(one),
      });
    else if (!unknownPasses(run.ask))
      packets = stop(run, packet, {
        ...unknownBlocker(one.name, keys, `whether ${one.name} has a public address is not known`),
        unknowns: [one.publicUnknown],
      });
  }
  const { addresses } = privateEnd(one, isIpv4(packet));
  for (const each of packets)
    for (const routed of pastGatewayTable(run, one, vpc, each, addresses))
      throughGateway(run, one, subnet, vpc.gateway, routed);
}

function throughGateway(
  run: Traversal,
  one: NetworkInterface,
  subnet: SubnetModel,
  gateway: Key | undefined,
  packet: Flow,
): void {
  const keys = [one.key, one.owner, subnet.key, subnet.vpc];
  // Replies to what left through an egress-only gateway come back the same way.
  const packets: readonly Flow[] =
    gateway === undefined && (isIpv4(packet) || !run.reply)
      ? stop(run, packet, {
          code: "NO_ROUTE_TO_DESTINATION",
          at: subnet.name,
          keys,
          text: `the VPC of ${one.name} has no internet gateway`,
          fix: { resource: subnet.vpc, change: "attach an internet gateway" },
        })
      : [packet];
  for (const each of packets) {
    const meant = { ...each, to: privateEnd(one, isIpv4(each)) };
    const inside = withHop(run.ask, meant, () => ({
      at: "igw",
      key: gateway ?? "",
      text: `to the private address of ${one.name}`,
    }));
    const entered = withHop(run.ask, inside, () => ({
      at: subnet.name,
      key: subnet.key,
      text: "enters the subnet",
    }));
    for (const admitted of networkAclGate(run, subnet, "in", entered)) arrive(run, one, admitted);
  }
}

export function isIpv4(packet: Flow): boolean {
  return !isEmpty(ofFamily(packet.to.addresses, 4));
}

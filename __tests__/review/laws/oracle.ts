/**
 * One packet at a time, by the rules of AWS written down as plainly as possible: the checker's sets must say the same.
 * It shares nothing with the checker but the description of the network.
 */
import { privateIp, type RuleSpec, type Spec } from "./spec";

export interface Packet {
  readonly src: string;
  readonly dst: string;
  readonly protocol: "tcp" | "icmp";
  /** Destination port; of replies the client's. */
  readonly port: number;
  readonly isReply: boolean;
}

const CLIENT = "198.18.0.1";
/** Every machine's client port in the oracle; the checker asks about all ports from 32768 to 60999 at once. */
export const CLIENT_PORTS = [32_768, 45_000, 60_999];
export const NAT_PORTS = [1024, 20_000, 65_535];

export function number(ip: string): number {
  return ip.split(".").reduce((value, part) => value * 256 + Number(part), 0);
}

export function within(ip: string, cidr: string): boolean {
  const [base = "", bits = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(ip) / size) === Math.floor(number(base) / size);
}

/**
 * How the request and its reply fare for one client port: `ok`, `lost` on the way there, `unanswered` on the way back,
 * or left to the `software` of a machine that forwards.
 */
export type Fate = "ok" | "lost" | "unanswered" | "unknown" | "software";

export interface Trip {
  readonly spec: Spec;
  readonly protocol: "tcp" | "icmp";
  readonly port: number;
}

/** From a machine to a machine, addressed by its private address. */
export function between(trip: Trip, from: number, to: number): Fate {
  const { spec, protocol, port } = trip;
  if (from === to) return "ok";
  const [source, target] = [spec.machines[from], spec.machines[to]];
  if (source === undefined || target === undefined) return "lost";
  const packet: Packet = {
    src: privateIp(spec, from),
    dst: privateIp(spec, to),
    protocol,
    port,
    isReply: false,
  };
  if (!groupsAllow(spec, source.groups, "out", packet, to)) return "lost";
  const isApart = spec.subnets[source.subnet]?.vpc !== spec.subnets[target.subnet]?.vpc;
  if (isApart && !spec.peered) return astray(spec, from, packet);
  if (!hop(spec, source.subnet, target.subnet, packet)) return "lost";
  if (!groupsAllow(spec, target.groups, "in", packet, from)) return "lost";
  return replied(packet, CLIENT_PORTS, (reply) => hop(spec, target.subnet, source.subnet, reply));
}

/**
 * For a private address that no route of the VPC leads to, by the default route: gateways drop it, and what a machine
 * that forwards does with it, e.g. for a VPN, is its own business.
 */
function astray(spec: Spec, from: number, packet: Packet): Fate {
  const { subnet = 0 } = spec.machines[from] ?? {};
  if (spec.subnets[subnet]?.way !== "instance" || !reachesInstance(spec, from, subnet, packet)) return "lost";
  return replied(packet, CLIENT_PORTS, (reply) => hop(spec, 0, subnet, reply)) === "unanswered"
    ? "unanswered"
    : "software";
}

/** Some address on the internet: `client` to a machine's public address. */
export function fromInternet(trip: Trip, to: number, client = CLIENT): Fate {
  const { spec, protocol, port } = trip;
  const target = spec.machines[to];
  if (target === undefined || !target.isPublic) return "lost";
  const packet: Packet = { src: client, dst: privateIp(spec, to), protocol, port, isReply: false };
  if (!aclAllows(spec, target.subnet, "in", packet) || !groupsAllow(spec, target.groups, "in", packet))
    return "lost";
  return replied(
    packet,
    [32_768, 50_000, 65_535],
    (reply) => wayOf(spec, target.subnet, client) === "igw" && aclAllows(spec, target.subnet, "out", reply),
  );
}

/** A machine to some address on the internet. */
export function toInternet(trip: Trip, from: number, host = CLIENT): Fate {
  const { spec, protocol, port } = trip;
  const source = spec.machines[from];
  if (source === undefined) return "lost";
  const packet: Packet = { src: privateIp(spec, from), dst: host, protocol, port, isReply: false };
  if (!groupsAllow(spec, source.groups, "out", packet)) return "lost";
  switch (wayOf(spec, source.subnet, host)) {
    case "none":
      return "lost";
    case "igw": {
      if (!source.isPublic || !aclAllows(spec, source.subnet, "out", packet)) return "lost";
      return replied(packet, CLIENT_PORTS, (reply) => aclAllows(spec, source.subnet, "in", reply));
    }
    case "nat":
      return throughNat(spec, source.subnet, packet, "10.0.0.9", NAT_PORTS);
    case "instance":
      return throughInstance(spec, from, packet);
  }
}

function throughInstance(spec: Spec, from: number, packet: Packet): Fate {
  const nat = spec.machines[0];
  const source = spec.machines[from];
  if (nat === undefined || source === undefined || from === 0) return "lost";
  if (!reachesInstance(spec, from, source.subnet, packet)) return "lost";
  const onward = { ...packet, src: privateIp(spec, 0) };
  if (!groupsAllow(spec, nat.groups, "out", onward) || !aclAllows(spec, 0, "out", onward)) return "lost";
  return bothLegs(spec, source.subnet, packet, CLIENT_PORTS);
}

function reachesInstance(spec: Spec, from: number, subnet: number, packet: Packet): boolean {
  const nat = spec.machines[0];
  if (nat === undefined || !spec.forwards || !hop(spec, subnet, 0, packet)) return false;
  return groupsAllow(spec, nat.groups, "in", packet, from);
}

function throughNat(
  spec: Spec,
  subnet: number,
  packet: Packet,
  address: string,
  ports: readonly number[],
): Fate {
  if (!hop(spec, subnet, 0, packet)) return "lost";
  const onward = { ...packet, src: address };
  if (!aclAllows(spec, 0, "out", onward)) return "lost";
  return bothLegs(spec, subnet, packet, ports);
}

/** The reply comes to the NAT's port, and from the NAT to the client's. */
function bothLegs(spec: Spec, subnet: number, packet: Packet, natPorts: readonly number[]): Fate {
  const outer = replied(packet, natPorts, (reply) => aclAllows(spec, 0, "in", reply));
  const inner = replied(packet, CLIENT_PORTS, (reply) => hop(spec, 0, subnet, reply));
  return outer === "ok" && inner === "ok"
    ? "ok"
    : outer === "unanswered" || inner === "unanswered"
      ? "unanswered"
      : "unknown";
}

/** All client ports get their reply: ok; none does: unanswered; some do: a part only, which is not compared here. */
function replied(packet: Packet, ports: readonly number[], comesBack: (reply: Packet) => boolean): Fate {
  const results = (packet.protocol === "icmp" ? [0] : ports).map((port) =>
    comesBack({ src: packet.dst, dst: packet.src, protocol: packet.protocol, port, isReply: true }),
  );
  return results.every(Boolean) ? "ok" : results.some(Boolean) ? "unknown" : "unanswered";
}

/** By private addresses: inside a VPC, or over the peering that both tables route to. */
function hop(spec: Spec, from: number, to: number, packet: Packet): boolean {
  return from === to || (aclAllows(spec, from, "out", packet) && aclAllows(spec, to, "in", packet));
}

function wayOf(spec: Spec, subnet: number, host: string): "igw" | "nat" | "instance" | "none" {
  return within(host, "10.0.0.0/8") ? "none" : (spec.subnets[subnet]?.way ?? "none");
}

function aclAllows(spec: Spec, subnet: number, direction: "in" | "out", packet: Packet): boolean {
  const rules = spec.subnets[subnet]?.acl;
  if (rules === undefined) return true;
  const far = direction === "in" ? packet.src : packet.dst;
  const first = [...rules]
    .filter((rule) => rule.direction === direction)
    .sort((a, b) => a.number - b.number)
    .find(
      (rule) =>
        within(far, rule.cidr) &&
        (rule.protocol === "-1" ||
          (packet.protocol === "tcp" && packet.port >= rule.from && packet.port <= rule.to)),
    );
  return first?.action === "allow";
}

/** @param other the machine whose private address the far end is; undefined for anybody else */
function groupsAllow(
  spec: Spec,
  groups: readonly number[],
  direction: "in" | "out",
  packet: Packet,
  other?: number,
): boolean {
  const far = direction === "in" ? packet.src : packet.dst;
  return groups.some((group) =>
    (spec.groups[group] ?? []).some(
      (rule) => rule.direction === direction && carries(rule, packet) && peerIs(spec, rule, far, other),
    ),
  );
}

function carries({ protocol, from, to }: RuleSpec, packet: Packet): boolean {
  if (protocol === "-1") return true;
  if (protocol !== packet.protocol) return false;
  return protocol === "icmp" || (packet.port >= from && packet.port <= to);
}

function peerIs(spec: Spec, { peer }: RuleSpec, far: string, other: number | undefined): boolean {
  if (typeof peer === "string") return within(far, peer);
  return other !== undefined && spec.machines[other]?.groups.includes(peer) === true;
}

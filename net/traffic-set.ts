/** Exact sets of traffic on one number line: TCP and UDP ports, ICMP types and codes, other protocols by number. */
import {
  equalSets,
  type Interval,
  type IntervalSet,
  intersect,
  intersects,
  intervals,
  isEmpty,
  subtract,
} from "./interval-set";
import { throwIssues } from "./issue";
import { type Traffic, trafficIssues } from "./traffic";

/** Points are kinds of packets: each protocol has its own stretch of the line, see {@link STRETCHES}. */
export type TrafficSet = IntervalSet<number>;

/** The protocols that have a stretch of their own; `other` is all the rest, by number. */
export type Stretch = "tcp" | "udp" | "icmp" | "icmpv6" | "other";

const WIDTH = 65536;
/** ICMP is type × 256 + code; other protocols their number (0 to 255). */
const STRETCHES: readonly { readonly name: Stretch; readonly start: number; readonly size: number }[] = [
  { name: "tcp", start: 0, size: WIDTH },
  { name: "udp", start: WIDTH, size: WIDTH },
  { name: "icmp", start: 2 * WIDTH, size: WIDTH },
  { name: "icmpv6", start: 3 * WIDTH, size: WIDTH },
  { name: "other", start: 4 * WIDTH, size: 256 },
];
const ECHO = { icmp: { request: 8, reply: 0 }, icmpv6: { request: 128, reply: 129 } } as const;

/** The empty set. */
export const noTraffic: TrafficSet = [];
/** Every packet. The TCP, UDP, ICMP and ICMPv6 numbers are left out of "other": they have their own stretches. */
export const allTraffic: TrafficSet = intervals([
  { from: 0, to: 4 * WIDTH - 1 },
  ...[
    [0, 0],
    [2, 5],
    [7, 16],
    [18, 57],
    [59, 255],
  ].map(([from = 0, to = 0]) => ({ from: 4 * WIDTH + from, to: 4 * WIDTH + to })),
]);

/**
 * A part of one protocol's stretch: ports, ICMP type × 256 + code, or protocol numbers.
 * @param from 0 if left out
 * @param to inclusive; the end of the stretch if left out
 */
export function stretch(name: Stretch, from = 0, to?: number): TrafficSet {
  const found = STRETCHES.find((each) => each.name === name);
  if (found === undefined) return noTraffic;
  const { start, size } = found;
  return intersect([{ from: start + from, to: start + (to ?? size - 1) }], allTraffic);
}

const ECHO_REQUESTS: TrafficSet = intervals([
  ...stretch("icmp", ECHO.icmp.request * 256, ECHO.icmp.request * 256),
  ...stretch("icmpv6", ECHO.icmpv6.request * 256, ECHO.icmpv6.request * 256),
]);

/**
 * All packets of that kind.
 * @throws {InputError} for ports that are no range: as a set they would be none, or another protocol's
 */
export function ofTraffic(traffic: Traffic): TrafficSet {
  throwIssues(trafficIssues(traffic, "traffic"));
  switch (traffic.protocol) {
    case "all":
      return allTraffic;
    case "tcp":
    case "udp":
      return stretch(traffic.protocol, traffic.ports.from, traffic.ports.to);
    case "icmp":
      return traffic.type === "echo" ? ECHO_REQUESTS : intervals([...stretch("icmp"), ...stretch("icmpv6")]);
  }
}

/**
 * What a rule of a security group or network ACL means.
 * @param protocol a name or number as AWS writes it: `tcp`, `6`, `icmpv6`, `-1`
 * @param from first port, or the ICMP type (-1: every type)
 * @param to last port, or the ICMP code (-1: every code)
 * @returns undefined for a protocol that does not exist
 */
export function ofRule(protocol: string, from?: number, to?: number): TrafficSet | undefined {
  switch (protocol.toLowerCase()) {
    case "-1":
    case "all":
      return allTraffic;
    case "tcp":
    case "6":
      return from === undefined || from < 0 ? stretch("tcp") : stretch("tcp", from, to ?? from);
    case "udp":
    case "17":
      return from === undefined || from < 0 ? stretch("udp") : stretch("udp", from, to ?? from);
    case "icmp":
    case "1":
      return icmp("icmp", from, to);
    case "icmpv6":
    case "58":
      return icmp("icmpv6", from, to);
    case "esp":
      return stretch("other", 50, 50);
    case "ah":
      return stretch("other", 51, 51);
    default: {
      const number = Number(protocol);
      return /^\d{1,3}$/.test(protocol) && number <= 255 ? stretch("other", number, number) : undefined;
    }
  }
}

function icmp(name: "icmp" | "icmpv6", type = -1, code = -1): TrafficSet {
  if (type < 0) return stretch(name);
  return code < 0
    ? stretch(name, type * 256, type * 256 + 255)
    : stretch(name, type * 256 + code, type * 256 + code);
}

/**
 * What comes back for the traffic: to the sender's ephemeral ports, or an echo reply.
 * Nothing comes back for ICMP messages that are not requests.
 * @param ports the sender's ephemeral ports
 */
export function repliesTo(traffic: TrafficSet, ports: Interval<number>): TrafficSet {
  const parts: Interval<number>[] = [];
  for (const name of ["tcp", "udp"] as const)
    if (intersects(traffic, stretch(name))) parts.push(...stretch(name, ports.from, ports.to));
  for (const name of ["icmp", "icmpv6"] as const) {
    const { request, reply } = ECHO[name];
    if (intersects(traffic, stretch(name, request * 256, request * 256)))
      parts.push(...stretch(name, reply * 256, reply * 256));
  }
  return intervals([...parts, ...intersect(traffic, stretch("other"))]);
}

/** `tcp/22, tcp/80-90, udp, icmp/echo, icmp/3.4, protocol 47`, `all`, or `nothing`. */
export function formatTrafficSet(set: TrafficSet): string {
  if (set.length === 0) return "nothing";
  if (isEverything(set)) return "all";
  return STRETCHES.flatMap(({ name, start, size }) =>
    intersect(set, [{ from: start, to: start + size - 1 }]).map(({ from, to }) =>
      formatPart(name, from - start, to - start, size),
    ),
  ).join(", ");
}

/** Everything, of one family at least: ICMP and ICMPv6 do not meet. */
function isEverything(set: TrafficSet): boolean {
  const rest = subtract(allTraffic, set);
  return isEmpty(rest) || equalSets(rest, stretch("icmp")) || equalSets(rest, stretch("icmpv6"));
}

function formatPart(name: Stretch, from: number, to: number, size: number): string {
  const range = from === to ? `${from}` : `${from}-${to}`;
  switch (name) {
    case "tcp":
    case "udp":
      return to - from + 1 === size ? name : `${name}/${range}`;
    case "icmp":
    case "icmpv6":
      return formatIcmp(name, from, to, size);
    case "other":
      return from === to ? `protocol ${range}` : `protocols ${range}`;
  }
}

function formatIcmp(name: "icmp" | "icmpv6", from: number, to: number, size: number): string {
  if (to - from + 1 === size) return name;
  const echo = ECHO[name].request * 256;
  if (from <= echo && to >= echo && to <= echo + 255 && from === echo) return `${name}/echo`;
  const type = Math.floor(from / 256);
  return from === type * 256 && to === from + 255
    ? `${name}/${type}`
    : from === to
      ? `${name}/${type}.${from % 256}`
      : `${name}/${type}.${from % 256}-${Math.floor(to / 256)}.${to % 256}`;
}

/** The parts of a set by protocol, in the order of the line; empty ones left out. */
export function byStretch(set: TrafficSet): readonly { readonly name: Stretch; readonly part: TrafficSet }[] {
  return STRETCHES.map(({ name }) => ({ name, part: intersect(set, stretch(name)) })).filter(
    ({ part }) => part.length > 0,
  );
}

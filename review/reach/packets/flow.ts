/** A set of packets under way: who sends, who is meant, with which traffic; and what stopped others like them. */

import type { AddressSet } from "../../../net/address-set";
import { equalSets, intersect, isEmpty, subtract } from "../../../net/interval-set";
import { missing, type PacketSet, restrict, trafficForAll, trafficForSome } from "../../../net/packet-set";
import type { TrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import type { Key, NetworkInterface } from "../../network/network";
import type { NetworkIndex } from "../../network/network-index";
import type { NetworkModel } from "../../network/network-model";
import type { BlockerCode } from "./blocker-codes";
import type { Fix } from "./fix";

/** `sure`: what is not known stops packets; `possible`: it lets them through. */
export type Mode = "sure" | "possible";

/** What an answer is sought with. */
export interface QueryContext {
  readonly network: NetworkModel;
  readonly index: NetworkIndex;
  readonly mode: Mode;
  /** Raised when something depends on what is not known: whether it passes is asked in both modes then. */
  readonly doubts: { raised: boolean };
  /** Variables whose addresses are an end point of their own: the internet is everybody else. */
  readonly declaredVariables: ReadonlySet<string>;
  /** `traced`: with the path; `explained`: stopped packets are followed too, to find what else would stop them. */
  readonly detail: "bare" | "traced" | "explained";
}

/** One side of packets. */
export interface PacketEnd {
  readonly addresses: AddressSet;
  /** One machine: all of its packets share a fate. Otherwise the addresses are as many senders. */
  readonly whole: boolean;
  readonly interface?: NetworkInterface;
  /** Whether packets show its private address, its public one, or that it is no interface of this network. */
  readonly shows: "private" | "public" | "outside";
  /** Everybody on the internet who is nobody in particular. */
  readonly isInternet?: boolean;
  /** The gateway endpoint that they are meant for, and that nothing else leads to. */
  readonly service?: Key;
  /** The variable whose unset value these addresses are. */
  readonly variable?: string;
}

/** A place that packets pass, for people. */
export interface Hop {
  readonly at: string;
  readonly key?: Key;
  readonly text: string;
}

export interface Flow {
  readonly from: PacketEnd;
  readonly to: PacketEnd;
  readonly traffic: TrafficSet;
  /** Stopped before; followed for explanation only. */
  readonly dead: boolean;
  /** Group references of the sender still hold: no machine on the way has forwarded the packet. */
  readonly keepsGroups: boolean;
  readonly hops: readonly Hop[];
  /** What holds of a part only, e.g. the client ports to which replies come back. */
  readonly notes: readonly string[];
}

/** What stops packets. */
export interface Blocker {
  /** AWS's code, or ours with the prefix `NET_`. */
  readonly code: BlockerCode;
  /** The name of what stops them. */
  readonly at: string;
  /** Everything that may be named as the place: machine, group, subnet, table, gateway. */
  readonly keys: readonly Key[];
  readonly text: string;
  readonly fix?: Fix;
  /** The text in few words, for whoever asked for exactly this traffic. */
  readonly brief?: { readonly of: TrafficSet; readonly text: string };
  readonly nearMisses?: readonly string[];
  /** What would have to be known to tell. */
  readonly unknowns?: readonly Unknown[];
}

/** The packets that pass a gate, and the rest. */
export interface Gated {
  readonly passed: readonly Flow[];
  readonly rest: readonly Flow[];
}

/** Whether what is not known lets packets pass; the only place, with {@link gate}, where the mode is asked. */
export function unknownPasses({ mode, doubts }: QueryContext): boolean {
  doubts.raised = true;
  return mode === "possible";
}

/** Holds packets against what is allowed for the addresses of one of their sides. */
export function gate(
  { mode, doubts }: QueryContext,
  flow: Flow,
  side: "from" | "to",
  allowed: PacketSet,
): Gated {
  const { traffic } = flow;
  const { addresses, whole } = flow[side];
  if (whole) {
    const may = mode === "sure" ? trafficForAll(allowed, addresses) : trafficForSome(allowed, addresses);
    if (mode === "sure" && isSeveral(addresses) && !equalSets(may, trafficForSome(allowed, addresses)))
      doubts.raised = true;
    return {
      passed: withTraffic(flow, intersect(traffic, may)),
      rest: withTraffic(flow, subtract(traffic, may)),
    };
  }
  const box = { traffic, addresses };
  return {
    passed: split(flow, side, restrict(allowed, box)),
    rest: split(flow, side, missing(allowed, box)),
  };
}

function isSeveral(addresses: AddressSet): boolean {
  return addresses.length !== 1 || addresses[0]?.from !== addresses[0]?.to;
}

export function withTraffic(flow: Flow, traffic: TrafficSet): readonly Flow[] {
  if (isEmpty(traffic)) return [];
  return [traffic === flow.traffic ? flow : { ...flow, traffic }];
}

export function withAddresses(flow: Flow, side: "from" | "to", addresses: AddressSet): Flow {
  return { ...flow, [side]: { ...flow[side], addresses } };
}

export function withHop(context: QueryContext, flow: Flow, hop: () => Hop): Flow {
  return context.detail !== "bare" ? { ...flow, hops: [...flow.hops, hop()] } : flow;
}

function split(flow: Flow, side: "from" | "to", pieces: PacketSet): readonly Flow[] {
  return pieces.map(({ traffic, addresses }) => ({ ...withAddresses(flow, side, addresses), traffic }));
}

/** Where packets begin: an interface, or hosts outside of the network. */
export type Start =
  | { readonly kind: "interface"; readonly interface: NetworkInterface }
  | { readonly kind: "outside" };

/** A network load balancer that keeps the client's address: its targets see the client, and answer through it. */
import { repliesTo } from "../../net/traffic-set";
import type { Interface, Subnet } from "../model/network";
import { aclGate } from "./acl-gate";
import { arrive } from "./arrival";
import { privateEnd } from "./ends";
import { isIpv4 } from "./internet";
import type { Journey } from "./journey";
import type { Ask, Packet, Run } from "./packet";
import { keepReplied, type Returned, replyPorts, returnBlocker } from "./return-path";

/** @param packet the client's packets as they arrived at the node, with the port of the target */
export function handOn(ask: Ask, node: Interface, target: Interface, packet: Packet): Journey {
  const here = ask.index.subnetOf(node);
  const there = ask.index.subnetOf(target);
  if (here === undefined || there === undefined) return { arrivals: [], drops: [] };
  if (packet.from.interface === target) {
    const text = `${target.name} would get its own address as the client's: a target cannot reach itself while client addresses are kept`;
    return {
      arrivals: [],
      drops: [
        {
          packet,
          blocker: { code: "NET_TARGET_REACHES_ITSELF", at: node.name, keys: [node.key, target.key], text },
        },
      ],
    };
  }
  const run: Run = { ask, reply: false, arrivals: [], drops: [] };
  const handed: Packet = { ...packet, to: privateEnd(target, isIpv4(packet)) };
  for (const each of across(run, here, there, handed)) arrive(run, target, each);
  const returned = run.arrivals
    .filter((arrival) => !arrival.packet.dead)
    .map(({ station, packet: sent }) => ({ station, ...replied(ask, here, there, sent) }));
  return {
    arrivals: returned.flatMap(({ station, arrived }) => arrived.map((each) => ({ station, packet: each }))),
    drops: [...run.drops, ...returned.flatMap(({ drops }) => drops)],
  };
}

/** The target answers through the node: from its subnet to the client's address, and into the node's from the target. */
function replied(ask: Ask, here: Subnet, there: Subnet, sent: Packet): Returned {
  const needed = repliesTo(sent.traffic, replyPorts(sent.from.interface));
  const run: Run = { ask: { ...ask, detail: "bare" }, reply: true, arrivals: [], drops: [] };
  const reply: Packet = { ...sent, from: sent.to, to: sent.from, traffic: needed, hops: [], notes: [] };
  return keepReplied(sent, needed, across(run, there, here, reply), () => returnBlocker(run.drops));
}

/** Out of one subnet and into another; inside one, no ACL is asked. */
function across(run: Run, from: Subnet, to: Subnet, packet: Packet): readonly Packet[] {
  if (from.key === to.key) return [packet];
  return aclGate(run, from, "out", packet).flatMap((out) => aclGate(run, to, "in", out));
}

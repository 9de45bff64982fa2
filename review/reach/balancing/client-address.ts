/** A network load balancer that keeps the client's address: its targets see the client, and answer through it. */
import { repliesTo } from "../../../net/traffic-set";
import type { NetworkInterface, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { arrive } from "../forwarding/delivery";
import { isIpv4 } from "../forwarding/internet-gateway";
import type { PathResult } from "../forwarding/path";
import { keepReplied, type Returned, replyPorts, returnBlocker } from "../forwarding/return-path";
import type { Flow, QueryContext, Traversal } from "../packets/packet";
import { privateEnd } from "../packets/packet-end";

/** @param packet the client's packets as they arrived at the node, with the port of the target */
export function handOn(
  ask: QueryContext,
  node: NetworkInterface,
  target: NetworkInterface,
  packet: Flow,
): PathResult {
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
  const run: Traversal = { ask, reply: false, arrivals: [], drops: [] };
  const handed: Flow = { ...packet, to: privateEnd(target, isIpv4(packet)) };
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
function replied(ask: QueryContext, here: SubnetModel, there: SubnetModel, sent: Flow): Returned {
  const needed = repliesTo(sent.traffic, replyPorts(sent.from.interface));
  const run: Traversal = { ask: { ...ask, detail: "bare" }, reply: true, arrivals: [], drops: [] };
  const reply: Flow = { ...sent, from: sent.to, to: sent.from, traffic: needed, hops: [], notes: [] };
  return keepReplied(sent, needed, across(run, there, here, reply), () => returnBlocker(run.drops));
}

/** Out of one subnet and into another; inside one, no ACL is asked. */
function across(run: Traversal, from: SubnetModel, to: SubnetModel, packet: Flow): readonly Flow[] {
  if (from.key === to.key) return [packet];
  return networkAclGate(run, from, "out", packet).flatMap((out) => networkAclGate(run, to, "in", out));
}

/** A network load balancer that keeps the client's address: its targets see the client, and answer through it. */
import { repliesTo } from "../../../net/traffic-set";
import type { NetworkInterface, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { arrive } from "../forwarding/delivery";
import { isIpv4 } from "../forwarding/internet-gateway";
import type { PathResult } from "../forwarding/path";
import { keepReplied, type Returned, replyPorts, returnBlocker } from "../forwarding/return-path";
import type { Flow, QueryContext } from "../packets/flow";
import { privateEnd } from "../packets/packet-end";
import type { Traversal } from "../packets/traversal";

/** @param packet the client's packets as they arrived at the node, with the port of the target */
export function handOn(
  context: QueryContext,
  node: NetworkInterface,
  target: NetworkInterface,
  flow: Flow,
): PathResult {
  const here = context.index.subnetOf(node);
  const there = context.index.subnetOf(target);
  if (here === undefined || there === undefined) return { arrivals: [], drops: [] };
  if (flow.from.interface?.key === target.key) {
    const text = `${target.name} would get its own address as the client's: a target cannot reach itself while client addresses are kept`;
    return {
      arrivals: [],
      drops: [
        {
          flow,
          blocker: { code: "NET_TARGET_REACHES_ITSELF", at: node.name, keys: [node.key, target.key], text },
        },
      ],
    };
  }
  const traversal: Traversal = { context, reply: false, arrivals: [], drops: [] };
  const handed: Flow = { ...flow, to: privateEnd(target, isIpv4(flow)) };
  for (const each of across(traversal, here, there, handed)) arrive(traversal, target, each);
  const returned = traversal.arrivals
    .filter((arrival) => !arrival.flow.dead)
    .map(({ waypoint, flow: sent }) => ({ waypoint, ...replied(context, here, there, sent) }));
  return {
    arrivals: returned.flatMap(({ waypoint, arrived }) => arrived.map((each) => ({ waypoint, flow: each }))),
    drops: [...traversal.drops, ...returned.flatMap(({ drops }) => drops)],
  };
}

/** The target answers through the node: from its subnet to the client's address, and into the node's from the target. */
function replied(context: QueryContext, here: SubnetModel, there: SubnetModel, sent: Flow): Returned {
  const needed = repliesTo(sent.traffic, replyPorts(sent.from.interface));
  const traversal: Traversal = {
    context: { ...context, detail: "bare" },
    reply: true,
    arrivals: [],
    drops: [],
  };
  const reply: Flow = { ...sent, from: sent.to, to: sent.from, traffic: needed, hops: [], notes: [] };
  return keepReplied(sent, needed, across(traversal, there, here, reply), () =>
    returnBlocker(traversal.drops),
  );
}

/** Out of one subnet and into another; inside one, no ACL is asked. */
function across(traversal: Traversal, from: SubnetModel, to: SubnetModel, flow: Flow): readonly Flow[] {
  if (from.key === to.key) return [flow];
  return networkAclGate(traversal, from, "out", flow).flatMap((out) =>
    networkAclGate(traversal, to, "in", out),
  );
}

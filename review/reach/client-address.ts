/** A network load balancer that keeps the client's address: its targets see the client, and answer through it. */
import { repliesTo } from "../../net/traffic-set";
import type { Interface } from "../model/network";
import { aclGate } from "./acl-gate";
import { arrive } from "./arrival";
import { privateEnd } from "./ends";
import { isIpv4 } from "./internet";
import type { Journey } from "./journey";
import type { Ask, Packet, Run } from "./packet";

const CLIENT_PORTS = { from: 32_768, to: 60_999 };

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
  const crossed =
    here.key === there.key
      ? [handed]
      : aclGate(run, here, "out", handed).flatMap((out) => aclGate(run, there, "in", out));
  for (const each of crossed) arrive(run, target, each);
  const arrivals = run.arrivals.filter((arrival) => {
    if (arrival.packet.dead) return false;
    if (here.key === there.key) return true;
    const back: Run = { ask, reply: true, arrivals: [], drops: [] };
    const reply: Packet = {
      ...arrival.packet,
      from: arrival.packet.to,
      to: arrival.packet.from,
      traffic: repliesTo(arrival.packet.traffic, CLIENT_PORTS),
    };
    const returned = aclGate(back, there, "out", reply).length > 0;
    if (!returned)
      run.drops.push(
        ...back.drops.map(({ blocker }) => ({
          packet: arrival.packet,
          blocker: { ...blocker, code: "NET_RETURN_PATH_BLOCKED" },
        })),
      );
    return returned;
  });
  return { arrivals, drops: run.drops };
}

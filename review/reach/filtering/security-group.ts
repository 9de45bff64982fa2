/** Security groups: what the united rules of an interface's groups let through. */
import { allAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { type PacketBox, type PacketSet, packetSet } from "../../../net/packet-set";
import { allTraffic } from "../../../net/traffic-set";
import type { NetworkInterface, SecurityGroup } from "../../network/network";
import { type Flow, type Gated, gate, type QueryContext, unknownPasses } from "../packets/packet";
import { boxOf, type Direction, farEnd, groupsOf } from "./rule-peer";

/** The packets that the groups of the interface let in or out. */
export function securityGroupGate(
  ask: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  packet: Flow,
): Gated {
  const side = direction === "in" ? "from" : "to";
  return gate(ask, packet, side, allowedBy(ask, one, direction, packet));
}

function allowedBy(ask: QueryContext, one: NetworkInterface, direction: Direction, packet: Flow): PacketSet {
  if (isOpenEnded(ask, one) && unknownPasses(ask)) return [{ traffic: allTraffic, addresses: allAddresses }];
  const far = farEnd(direction, packet);
  const boxes: PacketBox[] = [];
  for (const group of [...groupsOf(ask, one), ...maybeGroups(ask, one)])
    for (const rule of group.rules) {
      if (rule.direction !== direction || !intersects(rule.traffic, packet.traffic)) continue;
      if (rule.trafficUnknown !== undefined && !unknownPasses(ask)) continue;
      const box = boxOf(ask, rule, far, packet);
      if (box !== undefined) boxes.push(box);
    }
  return packetSet(boxes);
}

function isOpenEnded(ask: QueryContext, one: NetworkInterface): boolean {
  const isUnbounded = one.groupsUnknown !== undefined && one.maybeGroups === undefined;
  return isUnbounded || groupsOf(ask, one).some(({ unknowns }) => unknowns.length > 0);
}

/** The groups that the interface may be in besides its own. */
function maybeGroups(
  ask: QueryContext,
  { maybeGroups: keys = [] }: NetworkInterface,
): readonly SecurityGroup[] {
  if (keys.length === 0 || !unknownPasses(ask)) return [];
  return keys.flatMap((key) => ask.network.groups.get(key) ?? []);
}

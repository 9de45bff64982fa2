/** Security groups: what the united rules of an interface's groups let through. */
import { allAddresses } from "../../../net/address-set";
import { intersect, intersects, subtract, union } from "../../../net/interval-set";
import { type PacketBox, type PacketSet, packetSet } from "../../../net/packet-set";
import { allTraffic } from "../../../net/traffic-set";
import type { NetworkInterface, SecurityGroup } from "../../network/network";
import { type Flow, type Gated, gate, type QueryContext, unknownPasses, withTraffic } from "../packets/flow";
import { boxOf, type Direction, farEnd, groupsOf } from "./rule-peer";

/** The packets that the groups of the interface let in or out. */
export function securityGroupGate(
  context: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  flow: Flow,
): Gated {
  const side = direction === "in" ? "from" : "to";
  return gate(context, flow, side, allowedBy(context, one, direction, flow));
}

function allowedBy(
  context: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  flow: Flow,
): PacketSet {
  if (isOpenEnded(context, one) && unknownPasses(context))
    return [{ traffic: allTraffic, addresses: allAddresses }];
  const far = farEnd(direction, flow);
  const boxes: PacketBox[] = [];
  for (const group of [...groupsOf(context, one), ...maybeGroups(context, one)])
    for (const rule of group.rules) {
      if (rule.direction !== direction || !intersects(rule.traffic, flow.traffic)) continue;
      if (rule.uncertain !== undefined && !unknownPasses(context)) continue;
      const box = boxOf(context, rule, far, flow);
      if (box !== undefined) boxes.push(box);
    }
  return packetSet(boxes);
}

/**
 * Of packets that got here nobody knows how, and perhaps under another address: those that some rule lets in from
 * whomever.
 */
export function admittedFromAnywhere(context: QueryContext, one: NetworkInterface, flow: Flow): Gated {
  const rules = [...groupsOf(context, one), ...maybeGroups(context, one)].flatMap((group) => group.rules);
  const entering = rules.filter(({ direction }) => direction === "in").map(({ traffic }) => traffic);
  const may = isOpenEnded(context, one) ? flow.traffic : intersect(flow.traffic, union(...entering));
  return { passed: withTraffic(flow, may), rest: withTraffic(flow, subtract(flow.traffic, may)) };
}

function isOpenEnded(context: QueryContext, one: NetworkInterface): boolean {
  const isUnbounded = one.groupsUnknown !== undefined && one.maybeGroups === undefined;
  return isUnbounded || groupsOf(context, one).some(({ unknowns }) => unknowns.length > 0);
}

/** The groups that the interface may be in besides its own. */
function maybeGroups(
  context: QueryContext,
  { maybeGroups: keys = [] }: NetworkInterface,
): readonly SecurityGroup[] {
  if (keys.length === 0 || !unknownPasses(context)) return [];
  return keys.flatMap((key) => context.network.groups.get(key) ?? []);
}

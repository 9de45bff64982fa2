/** Network ACLs: what a subnet lets in and out. They are stateless, so replies are held against them too. */

import { allAddresses, formatAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { type PacketSet, packetSet } from "../../../net/packet-set";
import { allTraffic, formatTrafficSet } from "../../../net/traffic-set";
import type { NetworkAcl, SubnetModel } from "../../network/network";
import type { LetThrough } from "../../network/network-index";
import { aboutTraffic } from "../packets/blockers";
import { type Blocker, type Flow, type Gated, gate, type QueryContext, unknownPasses } from "../packets/flow";
import { pass, type Traversal } from "../packets/traversal";

/** The packets that pass the subnet's ACL. */
export function networkAclGate(
  traversal: Traversal,
  subnet: SubnetModel,
  direction: "in" | "out",
  flow: Flow,
): readonly Flow[] {
  const acl = traversal.context.network.acls.get(subnet.acl);
  if (acl === undefined && subnet.aclUnknown === undefined) return [flow];
  return pass(traversal, flow, gated(traversal.context, subnet, acl, direction, flow), (stopped) =>
    aclBlocker(acl, subnet, direction, stopped),
  );
}

/** What passes each ACL that the subnet may have passes for sure; what passes one of them may pass. */
function gated(
  context: QueryContext,
  { aclUnknown }: SubnetModel,
  acl: NetworkAcl | undefined,
  direction: "in" | "out",
  flow: Flow,
): Gated {
  const side = direction === "in" ? "from" : "to";
  const others = aclUnknown?.among?.map((key) => context.network.acls.get(key));
  if (aclUnknown !== undefined && others === undefined)
    return unknownPasses(context) ? { passed: [flow], rest: [] } : { passed: [], rest: [flow] };
  const sets = [acl, ...(others ?? [])].map((each) =>
    each === undefined ? UNFILTERED : context.index.aclSet(each, direction),
  );
  let sure: Gated = { passed: [flow], rest: [] };
  for (const { sure: allowed } of sets) {
    const next = sure.passed.map((each) => gate(context, each, side, allowed));
    const rest = [...sure.rest, ...next.flatMap((each) => each.rest)];
    sure = { passed: next.flatMap((each) => each.passed), rest };
  }
  const isCertain = sets.every(({ sure: first, possible }) => first === possible) && sets.length === 1;
  if (isCertain || sure.rest.length === 0 || !unknownPasses(context)) return sure;
  return gate(context, flow, side, packetSet(sets.flatMap(({ possible }) => possible)));
}

const EVERYTHING: PacketSet = [{ traffic: allTraffic, addresses: allAddresses }];
const UNFILTERED: LetThrough = { sure: EVERYTHING, possible: EVERYTHING };

function aclBlocker(
  acl: NetworkAcl | undefined,
  subnet: SubnetModel,
  direction: "in" | "out",
  flow: Flow,
): Blocker {
  const unknowns = [
    ...(subnet.aclUnknown === undefined ? [] : [subnet.aclUnknown.unknown]),
    ...(acl?.uncertain.filter((rule) => rule.direction === direction).map(({ unknown }) => unknown) ?? []),
  ];
  if (acl === undefined)
    return {
      code: "NET_UNKNOWN_UNTIL_APPLY",
      at: subnet.name,
      keys: [subnet.key, subnet.name],
      text: `which network ACL ${subnet.name} has is not known`,
      unknowns,
    };
  const far = direction === "in" ? flow.from : flow.to;
  const decisive = acl.rules.find(
    (rule) =>
      rule.direction === direction &&
      intersects(rule.traffic, flow.traffic) &&
      intersects(rule.addresses, far.addresses),
  );
  const rule = decisive === undefined ? "no rule matches" : `rule ${decisive.number} denies`;
  const below = decisive === undefined ? "" : ` with a number below ${decisive.number}`;
  const whom = `${direction === "in" ? "from" : "to"} ${formatAddresses(far.addresses, 2)}`;
  return {
    code: "SUBNET_ACL_RESTRICTION",
    at: acl.name,
    keys: [acl.key, acl.name, subnet.key, subnet.name],
    ...aboutTraffic(
      flow.traffic,
      (traffic) =>
        `ACL ${acl.name} of ${subnet.name}, ${direction === "in" ? "inbound" : "outbound"}: ${rule} ${traffic} ${whom}`,
    ),
    fix: { resource: acl.key, change: `allow ${formatTrafficSet(flow.traffic)} ${whom}${below}` },
    ...(unknowns.length === 0 ? {} : { unknowns }),
  };
}

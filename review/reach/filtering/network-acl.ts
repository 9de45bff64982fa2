/** Network ACLs: what a subnet lets in and out. They are stateless, so replies are held against them too. */

import { formatAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { formatTrafficSet } from "../../../net/traffic-set";
import type { NetworkAcl, SubnetModel } from "../../network/network";
import { aboutTraffic } from "../packets/blockers";
import { type Blocker, type Flow, type Gated, gate, unknownPasses } from "../packets/flow";
import { pass, type Traversal } from "../packets/traversal";

/** The packets that pass the subnet's ACL. */
export function networkAclGate(
  traversal: Traversal,
  subnet: SubnetModel,
  direction: "in" | "out",
  flow: Flow,
): readonly Flow[] {
  const acl = traversal.context.network.acls.get(subnet.acl ?? "");
  if (acl === undefined) return [flow];
  return pass(traversal, flow, gated(traversal, acl, direction, flow), (stopped) =>
    aclBlocker(acl, subnet, direction, stopped),
  );
}

function gated({ context }: Traversal, acl: NetworkAcl, direction: "in" | "out", flow: Flow): Gated {
  if (acl.unknowns.length > 0)
    return unknownPasses(context) ? { passed: [flow], rest: [] } : { passed: [], rest: [flow] };
  return gate(context, flow, direction === "in" ? "from" : "to", context.index.aclSet(acl, direction));
}

function aclBlocker(acl: NetworkAcl, subnet: SubnetModel, direction: "in" | "out", flow: Flow): Blocker {
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
    ...(acl.unknowns.length === 0 ? {} : { unknowns: acl.unknowns }),
  };
}

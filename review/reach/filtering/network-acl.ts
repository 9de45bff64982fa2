/** Network ACLs: what a subnet lets in and out. They are stateless, so replies are held against them too. */

import { formatAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { formatTrafficSet } from "../../../net/traffic-set";
import type { NetworkAcl, SubnetModel } from "../../network/network";
import { aboutTraffic } from "../packets/blockers";
import {
  type Blocker,
  type Flow,
  type Gated,
  gate,
  pass,
  type Traversal,
  unknownPasses,
} from "../packets/packet";

/** The packets that pass the subnet's ACL. */
export function networkAclGate(
  run: Traversal,
  subnet: SubnetModel,
  direction: "in" | "out",
  packet: Flow,
): readonly Flow[] {
  const acl = run.ask.network.acls.get(subnet.acl ?? "");
  if (acl === undefined) return [packet];
  return pass(run, packet, gated(run, acl, direction, packet), (stopped) =>
    aclBlocker(acl, subnet, direction, stopped),
  );
}

function gated({ ask }: Traversal, acl: NetworkAcl, direction: "in" | "out", packet: Flow): Gated {
  if (acl.unknowns.length > 0)
    return unknownPasses(ask) ? { passed: [packet], rest: [] } : { passed: [], rest: [packet] };
  return gate(ask, packet, direction === "in" ? "from" : "to", ask.index.aclSet(acl, direction));
}

function aclBlocker(acl: NetworkAcl, subnet: SubnetModel, direction: "in" | "out", packet: Flow): Blocker {
  const far = direction === "in" ? packet.from : packet.to;
  const decisive = acl.rules.find(
    (rule) =>
      rule.direction === direction &&
      intersects(rule.traffic, packet.traffic) &&
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
      packet.traffic,
      (traffic) =>
        `ACL ${acl.name} of ${subnet.name}, ${direction === "in" ? "inbound" : "outbound"}: ${rule} ${traffic} ${whom}`,
    ),
    fix: { resource: acl.key, change: `allow ${formatTrafficSet(packet.traffic)} ${whom}${below}` },
    ...(acl.unknowns.length === 0 ? {} : { unknowns: acl.unknowns }),
  };
}

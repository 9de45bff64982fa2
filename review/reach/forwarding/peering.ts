/** Ways out of a VPC that lead to one place: peering, gateway endpoints, egress-only gateways. */
import { covers } from "../../../net/interval-set";
import type { Key, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { unsupported } from "../packets/blockers";
import { type Flow, withHop } from "../packets/flow";
import { end, stopUnknown, type Traversal } from "../packets/traversal";
import { arrive } from "./delivery";
import { isIpv4, toInternet, toService } from "./internet-gateway";
import { publicAccess } from "./public-access";

/** Straight into the other VPC, and no further: peering is not transitive. */
export function throughPeering(traversal: Traversal, subnet: SubnetModel, key: Key, flow: Flow): void {
  const { network, index } = traversal.context;
  const peering = network.peerings.get(key);
  const keys = [key, peering?.name ?? key, subnet.key];
  const other = network.vpcs.get(peering?.vpcs.find((vpc) => vpc !== subnet.vpc) ?? "");
  const sender = flow.from.interface;
  const home = sender === undefined ? undefined : index.subnetOf(sender)?.vpc;
  if (peering === undefined || other === undefined || !peering.active) {
    const why =
      peering?.active === false
        ? "the peering connection is not accepted"
        : "the other VPC is not in this input";
    if (other === undefined && peering?.active === true)
      stopUnknown(traversal, flow, unsupported(peering.name, keys, why));
    else
      end(traversal, flow, {
        code: "BAD_STATE_ROUTE",
        at: peering?.name ?? key,
        keys,
        text: why,
        fix: { resource: key, change: "accept the connection" },
      });
    return;
  }
  const goal = flow.to.interface;
  const place = goal === undefined ? undefined : index.subnetOf(goal);
  if (
    home !== subnet.vpc ||
    place?.vpc !== other.key ||
    flow.to.shows !== "private" ||
    !covers(other.cidrs, flow.to.addresses)
  ) {
    end(traversal, flow, {
      code: "DISCONNECTED_VPCS",
      at: peering.name,
      keys,
      text: `${peering.name} leads to the addresses of ${other.name} only, and only from the VPC it joins: peering is not transitive`,
    });
    return;
  }
  const crossing = withHop(
    traversal.context,
    { ...flow, keepsGroups: flow.keepsGroups && peering.sameRegion },
    () => ({ at: peering.name, key, text: `to ${other.name}` }),
  );
  for (const inside of networkAclGate(traversal, place, "in", crossing))
    if (goal !== undefined) arrive(traversal, goal, inside);
}

export function throughService(traversal: Traversal, key: Key, flow: Flow): void {
  const service = traversal.context.network.gatewayEndpoints.get(key);
  toService(traversal, service?.service ?? key, flow, key);
}

/** IPv6 out; what comes in unasked stays out. */
export function throughEgressOnly(traversal: Traversal, subnet: SubnetModel, gateway: Key, flow: Flow): void {
  const keys = [gateway];
  if (isIpv4(flow))
    end(traversal, flow, {
      code: "PROTOCOL_RESTRICTION",
      at: gateway,
      keys,
      text: "an egress-only gateway carries IPv6 only",
    });
  else if (traversal.reply)
    end(traversal, flow, {
      code: "NET_RETURN_PATH_BLOCKED",
      at: gateway,
      keys,
      text: "the reply leaves through an egress-only gateway, by another door than the request came in",
    });
  else
    for (const open of publicAccess(traversal, subnet, flow, "translated"))
      toInternet(
        traversal,
        withHop(traversal.context, { ...open, from: { ...open.from, shows: "public" } }, () => ({
          at: gateway,
          key: gateway,
          text: "to the internet, IPv6",
        })),
      );
}

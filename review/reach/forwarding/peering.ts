/** Ways out of a VPC that lead to one place: peering, gateway endpoints, egress-only gateways. */
import { covers } from "../../../net/interval-set";
import type { Key, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { unsupported } from "../packets/blockers";
import { type Flow, stop, stopUnknown, type Traversal, withHop } from "../packets/packet";
import { arrive } from "./delivery";
import { isIpv4, toInternet, toService } from "./internet-gateway";

/** Straight into the other VPC, and no further: peering is not transitive. */
export function throughPeering(run: Traversal, subnet: SubnetModel, key: Key, packet: Flow): void {
  const { network, index } = run.ask;
  const peering = network.peerings.get(key);
  const keys = [key, peering?.name ?? key, subnet.key];
  const other = network.vpcs.get(peering?.vpcs.find((vpc) => vpc !== subnet.vpc) ?? "");
  const sender = packet.from.interface;
  const home = sender === undefined ? undefined : index.subnetOf(sender)?.vpc;
  if (peering === undefined || other === undefined || !peering.active) {
    const why =
      peering?.active === false
        ? "the peering connection is not accepted"
        : "the other VPC is not in this input";
    if (other === undefined && peering?.active === true)
      stopUnknown(run, packet, unsupported(peering.name, keys, why));
    else
      stop(run, packet, {
        code: "BAD_STATE_ROUTE",
        at: peering?.name ?? key,
        keys,
        text: why,
        fix: { resource: key, change: "accept the connection" },
      });
    return;
  }
  const goal = packet.to.interface;
  const place = goal === undefined ? undefined : index.subnetOf(goal);
  if (
    home !== subnet.vpc ||
    place?.vpc !== other.key ||
    packet.to.shows !== "private" ||
    !covers(other.cidrs, packet.to.addresses)
  ) {
    stop(run, packet, {
      code: "DISCONNECTED_VPCS",
      at: peering.name,
      keys,
      text: `${peering.name} leads to the addresses of ${other.name} only, and only from the VPC it joins: peering is not transitive`,
    });
    return;
  }
  const crossing = withHop(
    run.ask,
    { ...packet, keepsGroups: packet.keepsGroups && peering.sameRegion },
    () => ({ at: peering.name, key, text: `to ${other.name}` }),
  );
  for (const inside of networkAclGate(run, place, "in", crossing))
    if (goal !== undefined) arrive(run, goal, inside);
}

export function throughService(run: Traversal, key: Key, packet: Flow): void {
  const service = run.ask.network.gatewayEndpoints.get(key);
  toService(run, service?.service ?? key, packet, key);
}

/** IPv6 out; what comes in unasked stays out. */
export function throughEgressOnly(run: Traversal, gateway: Key, packet: Flow): void {
  const keys = [gateway];
  if (isIpv4(packet))
    stop(run, packet, {
      code: "PROTOCOL_RESTRICTION",
      at: gateway,
      keys,
      text: "an egress-only gateway carries IPv6 only",
    });
  else if (run.reply)
    stop(run, packet, {
      code: "NET_RETURN_PATH_BLOCKED",
      at: gateway,
      keys,
      text: "the reply leaves through an egress-only gateway, by another door than the request came in",
    });
  else
    toInternet(
      run,
      withHop(run.ask, { ...packet, from: { ...packet.from, shows: "public" } }, () => ({
        at: gateway,
        key: gateway,
        text: "to the internet, IPv6",
      })),
    );
}

/** Transit gateways within a region: by the route table of the sender's attachment to another attachment's subnets. */
import { formatAddresses } from "../../../net/address-set";
import { intersect, isEmpty, subtract } from "../../../net/interval-set";
import type {
  Key,
  SubnetModel,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { unknownBlocker, unsupported } from "../packets/blockers";
import { type Flow, stop, stopUnknown, type Traversal, withAddresses, withHop } from "../packets/packet";

/** Packets that go on from inside a subnet. */
export interface Onward {
  readonly subnet: SubnetModel;
  readonly packet: Flow;
}

const NOWHERE: readonly Onward[] = [];

/** @returns the packets in the subnets where they leave the transit gateway */
export function throughTransit(
  run: Traversal,
  subnet: SubnetModel,
  key: Key,
  packet: Flow,
): readonly Onward[] {
  const { network } = run.ask;
  const own = [...network.attachments.values()].find(
    ({ transit, vpc }) => transit === key && vpc === subnet.vpc,
  );
  if (own === undefined) {
    stop(run, packet, {
      code: "BAD_STATE_ROUTE",
      at: key,
      keys: [key, subnet.key],
      text: `${subnet.vpc} is not attached to ${key}`,
    });
    return NOWHERE;
  }
  const keys = [key, subnet.key, own.key];
  const door = doorOf(run, own, subnet);
  const table = network.transitTables.get(own.table ?? "");
  if (door === undefined || table === undefined) {
    const text =
      door === undefined
        ? `${own.name} has no subnet in the zone of ${subnet.name}`
        : `${own.name} is associated with no route table of the transit gateway`;
    stop(run, packet, {
      code: "NO_ROUTE_TO_DESTINATION",
      at: own.name,
      keys,
      text,
      fix: {
        resource: own.key,
        change: `add ${door === undefined ? "a subnet of that zone" : "an association with a route table"}`,
      },
    });
    return NOWHERE;
  }
  const out = networkAclGate(run, subnet, "out", packet);
  const crossed =
    door.key === subnet.key ? out : out.flatMap((each) => networkAclGate(run, door, "in", each));
  return crossed.flatMap((each) =>
    byTable(
      run,
      table,
      withHop(run.ask, each, () => ({ at: own.name, key: own.key, text: `transit gateway, ${table.name}` })),
      door,
    ),
  );
}

/** The attachment's subnet in the zone of the sender: without one there is no way in. */
function doorOf(
  { ask: { network } }: Traversal,
  { subnets }: TransitGatewayAttachment,
  from: SubnetModel,
): SubnetModel | undefined {
  const doors = subnets.flatMap((key) => network.subnets.get(key) ?? []);
  return doors.find(({ zone }) => zone === undefined || from.zone === undefined || zone === from.zone);
}

function byTable(
  run: Traversal,
  table: TransitGatewayRouteTable,
  packet: Flow,
  door: SubnetModel,
): readonly Onward[] {
  if (table.unknowns.length > 0) {
    stopUnknown(run, packet, {
      ...unknownBlocker(table.name, [table.key], "a route of the transit gateway is not known"),
      unknowns: table.unknowns,
    });
    return NOWHERE;
  }
  const onward: Onward[] = [];
  let rest = packet.to.addresses;
  for (const route of table.routes) {
    const part = intersect(rest, route.destinations);
    if (isEmpty(part)) continue;
    rest = subtract(rest, route.destinations);
    onward.push(...leave(run, table, route, withAddresses(packet, "to", part), door));
  }
  if (!isEmpty(rest))
    stop(run, withAddresses(packet, "to", rest), {
      code: "NO_ROUTE_TO_DESTINATION",
      at: table.name,
      keys: [table.key, table.name],
      text: `${table.name} of the transit gateway has no route to ${formatAddresses(rest, 2)}`,
    });
  return onward;
}

function leave(
  run: Traversal,
  table: TransitGatewayRouteTable,
  route: TransitGatewayRoute,
  packet: Flow,
  from: SubnetModel,
): readonly Onward[] {
  const { network, index } = run.ask;
  if (route.unsupported !== undefined) {
    stopUnknown(run, packet, unsupported(table.name, [table.key], route.unsupported));
    return NOWHERE;
  }
  const attachment = network.attachments.get(route.attachment ?? "");
  if (attachment === undefined) {
    stop(run, packet, {
      code: "BAD_STATE_ROUTE",
      at: table.name,
      keys: [table.key],
      text: "the route of the transit gateway is a blackhole",
    });
    return NOWHERE;
  }
  const goal = packet.to.interface === undefined ? undefined : index.subnetOf(packet.to.interface);
  const doors = attachment.subnets.flatMap((key) => network.subnets.get(key) ?? []);
  // Packets stay in the zone they came from where the other attachment has a subnet there.
  const subnet =
    doors.find(({ zone }) => zone !== undefined && zone === from.zone) ??
    doors.find(({ zone }) => zone === goal?.zone) ??
    doors[0];
  if (subnet === undefined) return NOWHERE;
  const next = withHop(run.ask, { ...packet, keepsGroups: false }, () => ({
    at: attachment.name,
    key: attachment.key,
    text: `to ${attachment.vpc}`,
  }));
  return [{ subnet, packet: next }];
}

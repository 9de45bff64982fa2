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
import { type Flow, withAddresses, withHop } from "../packets/flow";
import { end, stopUnknown, type Traversal } from "../packets/traversal";

/** Packets that go on from inside a subnet. */
export interface Onward {
  readonly subnet: SubnetModel;
  readonly flow: Flow;
}

const NOWHERE: readonly Onward[] = [];

/** @returns the packets in the subnets where they leave the transit gateway */
export function throughTransit(
  traversal: Traversal,
  subnet: SubnetModel,
  key: Key,
  flow: Flow,
): readonly Onward[] {
  const { network } = traversal.context;
  const own = [...network.attachments.values()].find(
    ({ transit, vpc }) => transit === key && vpc === subnet.vpc,
  );
  if (own === undefined) {
    end(traversal, flow, {
      code: "BAD_STATE_ROUTE",
      at: key,
      keys: [key, subnet.key],
      text: `${subnet.vpc} is not attached to ${key}`,
    });
    return NOWHERE;
  }
  const keys = [key, subnet.key, own.key];
  const door = doorOf(traversal, own, subnet);
  const table = network.transitTables.get(own.table ?? "");
  if (door === undefined || table === undefined) {
    const text =
      door === undefined
        ? `${own.name} has no subnet in the zone of ${subnet.name}`
        : `${own.name} is associated with no route table of the transit gateway`;
    end(traversal, flow, {
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
  const out = networkAclGate(traversal, subnet, "out", flow);
  const crossed =
    door.key === subnet.key ? out : out.flatMap((each) => networkAclGate(traversal, door, "in", each));
  return crossed.flatMap((each) =>
    byTable(
      traversal,
      table,
      withHop(traversal.context, each, () => ({
        at: own.name,
        key: own.key,
        text: `transit gateway, ${table.name}`,
      })),
      door,
    ),
  );
}

/** The attachment's subnet in the zone of the sender: without one there is no way in. */
function doorOf(
  { context: { network } }: Traversal,
  { subnets }: TransitGatewayAttachment,
  from: SubnetModel,
): SubnetModel | undefined {
  const doors = subnets.flatMap((key) => network.subnets.get(key) ?? []);
  return doors.find(({ zone }) => zone === undefined || from.zone === undefined || zone === from.zone);
}

function byTable(
  traversal: Traversal,
  table: TransitGatewayRouteTable,
  flow: Flow,
  door: SubnetModel,
): readonly Onward[] {
  if (table.unknowns.length > 0) {
    stopUnknown(traversal, flow, {
      ...unknownBlocker(table.name, [table.key], "a route of the transit gateway is not known"),
      unknowns: table.unknowns,
    });
    return NOWHERE;
  }
  const onward: Onward[] = [];
  let rest = flow.to.addresses;
  for (const route of table.routes) {
    const part = intersect(rest, route.destinations);
    if (isEmpty(part)) continue;
    rest = subtract(rest, route.destinations);
    onward.push(...leave(traversal, table, route, withAddresses(flow, "to", part), door));
  }
  if (!isEmpty(rest))
    end(traversal, withAddresses(flow, "to", rest), {
      code: "NO_ROUTE_TO_DESTINATION",
      at: table.name,
      keys: [table.key, table.name],
      text: `${table.name} of the transit gateway has no route to ${formatAddresses(rest, 2)}`,
    });
  return onward;
}

function leave(
  traversal: Traversal,
  table: TransitGatewayRouteTable,
  route: TransitGatewayRoute,
  flow: Flow,
  from: SubnetModel,
): readonly Onward[] {
  const { network, index } = traversal.context;
  if (route.unsupported !== undefined) {
    stopUnknown(traversal, flow, unsupported(table.name, [table.key], route.unsupported));
    return NOWHERE;
  }
  const attachment = network.attachments.get(route.attachment ?? "");
  if (attachment === undefined) {
    end(traversal, flow, {
      code: "BAD_STATE_ROUTE",
      at: table.name,
      keys: [table.key],
      text: "the route of the transit gateway is a blackhole",
    });
    return NOWHERE;
  }
  const goal = flow.to.interface === undefined ? undefined : index.subnetOf(flow.to.interface);
  const doors = attachment.subnets.flatMap((key) => network.subnets.get(key) ?? []);
  // Packets stay in the zone they came from where the other attachment has a subnet there.
  const subnet =
    doors.find(({ zone }) => zone !== undefined && zone === from.zone) ??
    doors.find(({ zone }) => zone === goal?.zone) ??
    doors[0];
  if (subnet === undefined) return NOWHERE;
  const next = withHop(traversal.context, { ...flow, keepsGroups: false }, () => ({
    at: attachment.name,
    key: attachment.key,
    text: `to ${attachment.vpc}`,
  }));
  return [{ subnet, flow: next }];
}

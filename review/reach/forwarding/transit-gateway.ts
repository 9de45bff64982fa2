/** Transit gateways: by the route table of the sender's attachment to another attachment's subnets, or to a peer. */
import { formatAddresses } from "../../../net/address-set";
import { Unknown } from "../../../terraform/values";
import type {
  TransitGatewayAttachment,
  TransitGatewayPeering,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from "../../network/connections";
import type { Key, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { unknownBlocker, unsupported } from "../packets/blockers";
import { type Blocker, type Flow, withHop } from "../packets/flow";
import { end, stopUnknown, type Traversal } from "../packets/traversal";
import { sharesOf } from "./longest-prefix";

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
  const [unknown] = network.attachmentsUnknown;
  if (own === undefined && unknown !== undefined) {
    const text = `whether ${subnet.vpc} is attached to ${key} is not known`;
    stopUnknown(traversal, flow, { ...unknownBlocker(key, [key, subnet.key], text), unknowns: [unknown] });
    return NOWHERE;
  }
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
  if (own.tableUnknown !== undefined) {
    stopUnknown(traversal, flow, noTableTold(own.name, keys, own.tableUnknown));
    return NOWHERE;
  }
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
      { door, carriesGroups: own.carriesGroups, crossed: [] },
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

function noTableTold(name: string, keys: readonly Key[], unknown: Unknown): Blocker {
  const text = `which route table of the transit gateway ${name} uses is not known`;
  return { ...unknownBlocker(name, keys, text), unknowns: [unknown] };
}

/** Where packets came from, on their way through transit gateways. */
interface Entrance {
  readonly door: SubnetModel;
  readonly carriesGroups: boolean;
  /** The transit gateways that they have passed by peering. */
  readonly crossed: readonly Key[];
}

function byTable(
  traversal: Traversal,
  table: TransitGatewayRouteTable,
  flow: Flow,
  from: Entrance,
): readonly Onward[] {
  return sharesOf(table.routes, table.uncertain, flow, () => false).flatMap(({ route, part, doubts }) => {
    if (doubts.length > 0) {
      stopUnknown(traversal, part, {
        ...unknownBlocker(table.name, [table.key], "a route of the transit gateway is not known"),
        unknowns: doubts.map(({ unknown }) => unknown),
      });
      return NOWHERE;
    }
    if (route !== undefined) return leave(traversal, table, route, part, from);
    end(traversal, part, {
      code: "NO_ROUTE_TO_DESTINATION",
      at: table.name,
      keys: [table.key, table.name],
      text: `${table.name} of the transit gateway has no route to ${formatAddresses(part.to.addresses, 2)}`,
    });
    return NOWHERE;
  });
}

function leave(
  traversal: Traversal,
  table: TransitGatewayRouteTable,
  { target }: TransitGatewayRoute,
  flow: Flow,
  from: Entrance,
): readonly Onward[] {
  const { network } = traversal.context;
  switch (target.kind) {
    case "unsupported":
      stopUnknown(traversal, flow, unsupported(table.name, [table.key], target.what));
      return NOWHERE;
    case "blackhole":
      end(traversal, flow, {
        code: "BAD_STATE_ROUTE",
        at: table.name,
        keys: [table.key],
        text: "the route of the transit gateway is a blackhole",
      });
      return NOWHERE;
    case "peering": {
      const peering = network.transitPeerings.get(target.key);
      return peering === undefined ? NOWHERE : overPeering(traversal, table, peering, flow, from);
    }
    case "vpc": {
      const attachment = network.attachments.get(target.key);
      return attachment === undefined ? NOWHERE : intoVpc(traversal, attachment, flow, from);
    }
  }
}

function intoVpc(
  { context: { network, index, ...context } }: Traversal,
  attachment: TransitGatewayAttachment,
  flow: Flow,
  { door, carriesGroups, crossed }: Entrance,
): readonly Onward[] {
  const goal = flow.to.interface === undefined ? undefined : index.subnetOf(flow.to.interface);
  const doors = attachment.subnets.flatMap((key) => network.subnets.get(key) ?? []);
  // Packets stay in the zone they came from where the other attachment has a subnet there.
  const subnet =
    doors.find(({ zone }) => zone !== undefined && zone === door.zone) ??
    doors.find(({ zone }) => zone === goal?.zone) ??
    doors[0];
  if (subnet === undefined) return NOWHERE;
  const keepsGroups = flow.keepsGroups && carriesGroups && attachment.carriesGroups && crossed.length === 0;
  const next = withHop({ ...context, network, index }, { ...flow, keepsGroups }, () => ({
    at: attachment.name,
    key: attachment.key,
    text: `to ${attachment.vpc}`,
  }));
  return [{ subnet, flow: next }];
}

/** Into the other transit gateway, whose table for the peering decides there. */
function overPeering(
  traversal: Traversal,
  table: TransitGatewayRouteTable,
  peering: TransitGatewayPeering,
  flow: Flow,
  from: Entrance,
): readonly Onward[] {
  const keys = [peering.key, table.key];
  const other = peering.sides.find(({ transit }) => transit !== table.transit);
  if (peering.state === "pending") {
    const text = "the peering of the transit gateways is not accepted";
    end(traversal, flow, { code: "BAD_STATE_ROUTE", at: peering.name, keys, text });
    return NOWHERE;
  }
  if (other === undefined || from.crossed.includes(other.transit)) {
    const what = `what is behind the peering ${peering.name}, whose other side is not in this input`;
    stopUnknown(traversal, flow, unsupported(peering.name, keys, what));
    return NOWHERE;
  }
  const [unknown] = [peering.state, other.tableUnknown].filter((each) => each instanceof Unknown);
  if (unknown instanceof Unknown) {
    stopUnknown(traversal, flow, noTableTold(peering.name, keys, unknown));
    return NOWHERE;
  }
  const next = traversal.context.network.transitTables.get(other.table ?? "");
  if (next === undefined) {
    const text = `${peering.name} is associated with no route table of ${other.transit}`;
    end(traversal, flow, { code: "NO_ROUTE_TO_DESTINATION", at: peering.name, keys, text });
    return NOWHERE;
  }
  const crossing = withHop(traversal.context, flow, () => ({
    at: peering.name,
    key: peering.key,
    text: `peered transit gateway, ${next.name}`,
  }));
  const crossed = [...from.crossed, table.transit ?? "", other.transit];
  return byTable(traversal, next, crossing, { ...from, crossed });
}

/** Route tables at internet gateways: what they send to a middlebox is not modelled, and said to be unknown. */
import type { AddressSet } from "../../../net/address-set";
import { intersect, isEmpty, subtract } from "../../../net/interval-set";
import type { NetworkInterface, Vpc } from "../../network/network";
import type { RouteTable } from "../../network/routes";
import { unsupported } from "../packets/blockers";
import type { Flow } from "../packets/flow";
import { stopUnknown, type Traversal } from "../packets/traversal";

/**
 * Packets that the gateway hands to the interface itself. Those that its route table sends elsewhere first may get
 * there or not, and perhaps under another address.
 * @param addresses those of the interface inside the VPC, which the table is asked about
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
export function pastGatewayTable(
  traversal: Traversal,
  one: NetworkInterface,
  vpc: Vpc,
  flow: Flow,
  addresses: AddressSet,
): readonly Flow[] {
  const { network } = traversal.context;
  if (vpc.gatewayTable === undefined) return [flow];
  const table = network.tables.get(vpc.gatewayTable);
  if (table !== undefined && table.uncertain.length === 0 && isLocal(table, addresses)) return [flow];
  const name = table?.name ?? vpc.gatewayTable;
  const what = `route table ${name} at the internet gateway sends packets for ${one.name} elsewhere first`;
  stopUnknown(traversal, flow, unsupported(name, [vpc.gatewayTable, vpc.gateway ?? "", vpc.key], what));
  return [];
}

function isLocal({ routes }: RouteTable, addresses: AddressSet): boolean {
  let rest = addresses;
  for (const { destinations, target } of routes) {
    if (target.kind !== "local" && !isEmpty(intersect(rest, destinations))) return false;
    rest = subtract(rest, destinations);
  }
  return isEmpty(rest);
}

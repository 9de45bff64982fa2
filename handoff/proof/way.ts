/** Where routes lead, as expressions over every association and route of the module. */

import { resourcesOfType } from "../../terraform/blocks";
import { at, type Json } from "../../terraform/json";
import { firstBlock, resourceReferenceIn } from "../../terraform/reference";
import { type Machine, machineOf } from "./machine";

/** A NAT as the promises name it. */
export type NatWay =
  | { readonly kind: "gateway"; readonly address: string; readonly subnet: string }
  | {
      readonly kind: "instance";
      readonly address: string;
      readonly subnet: string;
      /** The interface that its routes lead to. */
      readonly card: string;
      readonly machine: Machine;
    };

/** The default route of these subnets leads to the internet gateway. */
export function toInternetGateway(main: Json, subnets: string): string | undefined {
  const gateways = resourcesOfType(main, "aws_internet_gateway").map(({ address }) => `${address}.id`);
  return defaultRoute(
    main,
    subnets,
    `contains([${gateways.join(", ")}], coalesce(route.gateway_id, "none"))`,
  );
}

/** The default route of these subnets leads to this NAT. */
export function toNat(main: Json, subnets: string, nat: NatWay): string | undefined {
  const target =
    nat.kind === "gateway"
      ? `route.nat_gateway_id == ${nat.address}.id`
      : `route.network_interface_id == ${nat.card}.id`;
  return defaultRoute(main, subnets, target);
}

function defaultRoute(main: Json, subnets: string, target: string): string | undefined {
  const links = resourcesOfType(main, "aws_route_table_association").map(({ address }) => address);
  const routes = resourcesOfType(main, "aws_route").map(({ address }) => address);
  if (links.length === 0 || routes.length === 0) return undefined;
  return `anytrue(flatten([
  for link in ${lines(links)} :
  [
    for route in ${lines(routes).replaceAll("\n", "\n  ")} :
    contains(${subnets}, link.subnet_id) && route.route_table_id == link.route_table_id
    && route.destination_cidr_block == "0.0.0.0/0" && ${target}
  ]
]))`;
}

function lines(addresses: readonly string[]): string {
  return `[\n${addresses.map((address) => `    ${address},\n`).join("")}  ]`;
}

/** The NAT gateway or NAT instance of that name. */
export function natOf(main: Json, name: string): NatWay | undefined {
  const [gateway] = resourcesOfType(main, "aws_nat_gateway").filter((block) => block.name === name);
  const subnet = resourceReferenceIn(at(gateway?.body, "subnet_id"));
  if (gateway !== undefined && subnet !== undefined)
    return { kind: "gateway", address: gateway.address, subnet: `${gateway.address}.subnet_id` };
  const [instance] = resourcesOfType(main, "aws_instance").filter((block) => block.name === name);
  const card = resourceReferenceIn(
    at(firstBlock(at(instance?.body, "network_interface")), "network_interface_id"),
  );
  const machine = instance === undefined ? undefined : machineOf(main, name);
  if (instance === undefined || card === undefined || machine === undefined) return undefined;
  return {
    kind: "instance",
    address: instance.address,
    subnet: `${card.address}.subnet_id`,
    card: card.address,
    machine,
  };
}

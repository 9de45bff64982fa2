/** `tests/routes.tftest.hcl`: where each subnet sends packets for the internet, and what a NAT needs to pass them on. */

import { type Block, resourcesOfType } from "../../terraform/blocks";
import { attribute, block, comment, formatHcl, gap, type Item, quote } from "../../terraform/hcl";
import { at, type Json } from "../../terraform/json";
import { listOf, type ResourceReference, resourceReferenceIn } from "../../terraform/reference";
import type { Module } from "../module/configuration";
import type { Condition } from "./promise-run";
import { setting } from "./setting";

interface Run {
  readonly name: string;
  readonly conditions: readonly Condition[];
}

const TARGETS = ["gateway_id", "nat_gateway_id", "network_interface_id"];

export function routesTest(module: Module): string | undefined {
  const runs = [
    { name: "subnets_have_their_way_out", conditions: tableConditions(module.main) },
    { name: "nat_passes_packets_on", conditions: natConditions(module.main) },
  ].filter(({ conditions }) => conditions.length > 0);
  if (runs.length === 0) return undefined;
  return formatHcl([
    comment("Where each subnet sends packets for the internet, and what a NAT needs to pass them on."),
    gap,
    ...setting(module),
    ...runs.flatMap((run, i) => [gap, runOf(run, i === 0)]),
  ]);
}

function runOf({ name, conditions }: Run, isFirst: boolean): Item {
  const asserts = conditions.flatMap(({ expression, otherwise }) => [
    gap,
    block("assert", attribute("condition", expression), attribute("error_message", quote(otherwise))),
  ]);
  return block(`run "${name}"`, attribute("command", isFirst ? "apply" : "plan"), ...asserts);
}

/** Of each route table: the subnets that use it, and its default route, or that it has none. */
function tableConditions(main: Json): readonly Condition[] {
  const links = resourcesOfType(main, "aws_route_table_association");
  const routes = resourcesOfType(main, "aws_route");
  const list = routes.map(({ address }) => address).join(", ");
  return resourcesOfType(main, "aws_route_table").flatMap(({ address }) => {
    const own = links.filter(
      ({ body }) => resourceReferenceIn(at(body, "route_table_id"))?.address === address,
    );
    const ways = routes.flatMap((route) => defaultWay(route, address));
    return [
      ...own.map(({ address: link, body }) =>
        linked(link, resourceReferenceIn(at(body, "subnet_id")), address),
      ),
      ...(ways.length === 0 ? [noDefault(address, list)] : ways),
    ];
  });
}

/** That this route is the table's default route, if the configuration says so. */
function defaultWay({ address: route, body }: Block, table: string): readonly Condition[] {
  const isDefault = at(body, "destination_cidr_block") === "0.0.0.0/0";
  if (!isDefault || resourceReferenceIn(at(body, "route_table_id"))?.address !== table) return [];
  return TARGETS.flatMap((key) => {
    const to = resourceReferenceIn(at(body, key));
    return to === undefined ? [] : [routed(route, table, key, to)];
  });
}

function linked(link: string, subnet: ResourceReference | undefined, table: string): Condition {
  const place = subnet === undefined ? "" : `${link}.subnet_id == ${subnet.expression} && `;
  return {
    expression: `${place}${link}.route_table_id == ${table}.id`,
    otherwise: `${subnet?.address ?? link} must use ${table}.`,
  };
}

function routed(route: string, table: string, key: string, to: ResourceReference): Condition {
  return {
    expression: `${route}.route_table_id == ${table}.id && ${route}.destination_cidr_block == "0.0.0.0/0" && ${route}.${key} == ${to.expression}`,
    otherwise: `The default route of ${table} must lead to ${to.address}.`,
  };
}

function noDefault(table: string, routes: string): Condition {
  return {
    expression: `!contains([for route in [${routes}] : route.route_table_id if route.destination_cidr_block == "0.0.0.0/0"], ${table}.id)`,
    otherwise: `${table} must have no default route: its subnets have no way out.`,
  };
}

function natConditions(main: Json): readonly Condition[] {
  const gateways = resourcesOfType(main, "aws_nat_gateway").flatMap(({ address, body }) =>
    ["allocation_id", "subnet_id"].flatMap((key) => equal(address, key, at(body, key))),
  );
  const cards = resourcesOfType(main, "aws_network_interface").filter(
    ({ body }) => at(body, "source_dest_check") === false,
  );
  const instances = cards.flatMap(({ address, body }) => [
    {
      expression: `${address}.source_dest_check == false`,
      otherwise: `The source/destination check of ${address} must be off: AWS drops what a NAT instance forwards.`,
    },
    ...equal(address, "subnet_id", at(body, "subnet_id")),
    ...holders(main, address),
  ]);
  return [...gateways, ...instances];
}

/** The Elastic IP and the machine of an interface. */
function holders(main: Json, card: string): readonly Condition[] {
  const addresses = resourcesOfType(main, "aws_eip_association").filter(
    ({ body }) => resourceReferenceIn(at(body, "network_interface_id"))?.address === card,
  );
  const machines = resourcesOfType(main, "aws_instance").filter(({ body }) =>
    listOf(at(body, "network_interface")).some(
      (part) => resourceReferenceIn(at(part, "network_interface_id"))?.address === card,
    ),
  );
  return [
    ...addresses.map(({ address }) => ({
      expression: `${address}.network_interface_id == ${card}.id`,
      otherwise: `The Elastic IP of ${address} must be on ${card}.`,
    })),
    ...machines.map(({ address }) => ({
      expression: `contains(${address}.network_interface[*].network_interface_id, ${card}.id)`,
      otherwise: `${address} must stand on ${card}.`,
    })),
  ];
}

function equal(address: string, key: string, value: Json | undefined): readonly Condition[] {
  const to = resourceReferenceIn(value);
  if (to === undefined) return [];
  const expression = `${address}.${key} == ${to.expression}`;
  return [{ expression, otherwise: `${address} must have the ${key} of ${to.address}.` }];
}

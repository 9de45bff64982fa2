/** Internet gateways: which VPC each is attached to, and which VPC may have one that is not resolved. */
import { given } from "../../../net/given";
import { blocksOf, type Resource, Unknown, type Value } from "../../../terraform/values";
import type { Key, Vpc } from "../../network/network";
import type { Found, Lookup } from "../../network/resource-lookup";

export type Gateway = Pick<Vpc, "gateway" | "gatewayTable" | "gatewayUnknown">;

/** By the VPC. */
export function gatewaysByVpc(lookup: Lookup): (vpc: Key) => Gateway {
  const gateways = new Map<Key, Key>();
  const tables = tablesByGateway(lookup);
  const doubts = new Map<Key, Unknown>();
  /** Of a VPC that cannot be told. */
  let anywhere: Unknown | undefined;
  const attach = (vpc: Found, gateway: Found): void => {
    const unknown = [vpc, gateway].flatMap((each) => (each.kind === "unknown" ? [each.unknown] : []))[0];
    if (vpc.kind === "resource" && gateway.kind === "resource")
      gateways.set(vpc.resource.address, gateway.resource.address);
    else if (vpc.kind === "resource" && unknown !== undefined) doubts.set(vpc.resource.address, unknown);
    else if (vpc.kind === "unknown") anywhere = unknown;
  };
  for (const resource of lookup.all("aws_internet_gateway"))
    attach(lookup.find(resource.values["vpc_id"], `${resource.address}.vpc_id`), {
      kind: "resource",
      resource,
      attribute: "id",
    });
  for (const { address, values } of lookup.all("aws_internet_gateway_attachment"))
    attach(
      lookup.find(values["vpc_id"], `${address}.vpc_id`),
      lookup.find(values["internet_gateway_id"], `${address}.internet_gateway_id`),
    );
  for (const { vpc, gateway } of routedGateways(lookup)) attach(vpc, gateway);
  return (vpc) => {
    const gateway = gateways.get(vpc);
    if (gateway === undefined) return given({ gatewayUnknown: doubts.get(vpc) ?? anywhere });
    return given({ gateway, gatewayTable: tables.get(gateway) });
  };
}

/** Gateways that routes lead to and that are not in the input: where the route is, one is attached. */
function routedGateways(lookup: Lookup): readonly { vpc: Found; gateway: Found }[] {
  const lead = (value: Value | undefined, table: Found, place: string) => {
    // What begins otherwise is a VPN gateway, or `local`.
    if (value === undefined || (typeof value === "string" && !value.startsWith("igw-"))) return [];
    const gateway = lookup.find(value, place);
    if (gateway.kind !== "unknown") return [];
    const vpc = table.kind === "resource" ? vpcOfTable(lookup, table.resource) : table;
    return [{ vpc, gateway }];
  };
  return [
    ...lookup
      .all("aws_route")
      .flatMap(({ address, values }) =>
        lead(
          values["gateway_id"],
          lookup.find(values["route_table_id"], `${address}.route_table_id`),
          `${address}.gateway_id`,
        ),
      ),
    ...lookup
      .all("aws_route_table", "aws_default_route_table")
      .flatMap((resource) =>
        blocksOf(resource.values["route"]).flatMap((block) =>
          lead(
            block["gateway_id"],
            { kind: "resource", resource, attribute: "id" },
            `${resource.address}.route`,
          ),
        ),
      ),
  ];
}

function vpcOfTable(lookup: Lookup, resource: Resource): Found {
  if (resource.type === "aws_vpc") return { kind: "resource", resource, attribute: "id" };
  for (const attribute of ["vpc_id", "default_route_table_id"]) {
    const found = lookup.find(resource.values[attribute], `${resource.address}.${attribute}`);
    if (found.kind !== "none") return found;
  }
  return { kind: "unknown", unknown: new Unknown(`${resource.address}.vpc_id`, "is not known") };
}

/** Route tables for what comes in through a gateway, by the gateway. */
function tablesByGateway(lookup: Lookup): ReadonlyMap<Key, Key> {
  const tables = new Map<Key, Key>();
  for (const resource of lookup.all("aws_route_table_association")) {
    const gateway = lookup.key(resource, "gateway_id");
    if (gateway !== undefined)
      tables.set(gateway, lookup.key(resource, "route_table_id") ?? resource.address);
  }
  return tables;
}

/** VPC endpoints: interface endpoints with an interface a subnet, and gateway endpoints as routes lead to them. */

import { portsOfService } from "../../../aws/endpoint-services";
import { noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { union } from "../../../net/interval-set";
import {
  blocksOf,
  isTrue,
  isUnknown,
  listOf,
  Reference,
  type Resource,
  textOf,
  type Value,
} from "../../../terraform/values";
import type { GatewayEndpoint, Key, NetworkInterface, OwnGroups, SubnetModel } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";
import type { PrefixList } from "../vpc/prefix-lists";
import { privateAddress } from "./addresses";
import { groupsOf, noOthers, type PlaceContext } from "./network-interfaces";
import { subnetsOf } from "./owner-subnets";

export function buildEndpoints(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup } = context;
  const endpoints = new Map<Key, NetworkInterface>();
  for (const resource of lookup.all("aws_vpc_endpoint")) {
    if (resource.values["vpc_endpoint_type"] !== "Interface") continue;
    const { address } = resource;
    const answersOn = portsOfService(textOf(resource.values["service_name"]) ?? "");
    const placed = subnetsOf(context, resource, subnetsStated(lookup, resource), `${address}.subnet_ids`);
    for (const subnet of placed) {
      const key = `${resource.address} in ${subnet.key}`;
      const told = blocksOf(resource.values["subnet_configuration"]).find(
        (block) =>
          lookup.find(block["subnet_id"], key).kind === "resource" &&
          sameSubnet(context, block["subnet_id"] ?? null, subnet),
      );
      endpoints.set(key, {
        ...noOthers,
        key,
        name: resource.name,
        kind: "endpoint",
        owner: resource.address,
        subnet: subnet.key,
        private4: privateAddress(lookup, told?.["ipv4"], subnet),
        ...endpointGroups(context, resource, subnet),
        checkedBy: resource.address,
        ...given({ answersOn }),
      });
    }
  }
  return endpoints;
}

/** Its subnets, listed or each given by a resource of its own. */
function subnetsStated(lookup: Lookup, { address, values }: Resource): Value | undefined {
  const own = values["subnet_ids"];
  const added = partsOf(lookup, address, "aws_vpc_endpoint_subnet_association", "subnet_id");
  if (added.length === 0 || isUnknown(own)) return own;
  return [...listOf(own), ...added.map(({ value }) => value)];
}

/** Its groups, listed or each given by a resource of its own, which may take the default group's place. */
function endpointGroups(context: PlaceContext, resource: Resource, subnet: SubnetModel): OwnGroups {
  const type = "aws_vpc_endpoint_security_group_association";
  const added = partsOf(context.lookup, resource.address, type, "security_group_id");
  const own = resource.values["security_group_ids"];
  if (added.length === 0 || isUnknown(own))
    return groupsOf(context, resource, subnet, ["security_group_ids"]);
  const listed = listOf(own);
  const isReplaced = added.some(({ values }) => isTrue(values["replace_default_association"]));
  const standsIn = listed.length === 0 && !isReplaced;
  const vpc = context.vpcs.get(subnet.vpc);
  const defaults = standsIn && vpc !== undefined ? [new Reference(vpc.key, "default_security_group_id")] : [];
  const all = [...listed, ...defaults, ...added.map(({ value }) => value)];
  const stated = { ...resource, values: { ...resource.values, security_group_ids: all } };
  return groupsOf(context, stated, subnet, ["security_group_ids"]);
}

/** What resources of a type give the endpoint; one whose endpoint is not resolved may give it too. */
function partsOf(lookup: Lookup, endpoint: Key, type: string, attribute: string) {
  return lookup.all(type).flatMap(({ address, values }) => {
    const found = lookup.find(values["vpc_endpoint_id"], `${address}.vpc_endpoint_id`);
    const isOurs = found.kind === "resource" && found.resource.address === endpoint;
    if (isOurs) return [{ values, value: values[attribute] ?? null }];
    const isOthers = found.kind !== "unknown" || typeof values["vpc_endpoint_id"] === "string";
    return isOthers ? [] : [{ values, value: found.unknown }];
  });
}

function sameSubnet(
  { lookup }: PlaceContext,
  value: Parameters<PlaceContext["lookup"]["find"]>[0],
  subnet: SubnetModel,
): boolean {
  const found = lookup.find(value, subnet.key);
  return found.kind === "resource" && found.resource.address === subnet.key;
}

/** Gateway endpoints, as routes lead to them. */
export function buildGatewayEndpoints(
  context: PlaceContext,
  lists: ReadonlyMap<Key, PrefixList>,
): ReadonlyMap<Key, GatewayEndpoint> {
  return new Map(
    context.lookup
      .all("aws_vpc_endpoint")
      .filter(
        ({ values }) =>
          values["vpc_endpoint_type"] !== "Interface" &&
          values["vpc_endpoint_type"] !== "GatewayLoadBalancer",
      )
      .map(({ address: key, name, values }) => {
        const addresses = union(lists.get(key)?.addresses ?? noAddresses);
        return [key, { key, name, service: textOf(values["service_name"]) ?? name, addresses }];
      }),
  );
}

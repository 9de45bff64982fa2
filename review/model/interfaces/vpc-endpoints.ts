/** VPC endpoints: interface endpoints with an interface a subnet, and gateway endpoints as routes lead to them. */

import { portsOfService } from "../../../aws/endpoint-services";
import { noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { union } from "../../../net/interval-set";
import { blocksOf, textOf } from "../../../terraform/values";
import type { GatewayEndpoint, Key, NetworkInterface, SubnetModel } from "../../network/network";
import type { PrefixList } from "../vpc/prefix-lists";
import { privateAddress } from "./addresses";
import { groupsOf, noOthers, type PlaceContext } from "./network-interfaces";
import { subnetsOf } from "./owner-subnets";

export function buildEndpoints(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup } = context;
  const endpoints = new Map<Key, NetworkInterface>();
  for (const resource of lookup.all("aws_vpc_endpoint")) {
    if (resource.values["vpc_endpoint_type"] !== "Interface") continue;
    const { address, values } = resource;
    const answersOn = portsOfService(textOf(resource.values["service_name"]) ?? "");
    for (const subnet of subnetsOf(context, resource, values["subnet_ids"], `${address}.subnet_ids`)) {
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
        ...groupsOf(context, resource, subnet, ["security_group_ids"]),
        checkedBy: resource.address,
        ...given({ answersOn }),
      });
    }
  }
  return endpoints;
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

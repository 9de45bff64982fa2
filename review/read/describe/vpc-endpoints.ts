/** VPC endpoints from `describe-*` output. */
import { arrayAt, type Json, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { described, groupIds, interfacesFor, type Lists, list, nameOf, value } from "./lists";

export function endpoints(lists: Lists): readonly Resource[] {
  return list(lists, "VpcEndpoints")
    .filter(
      (endpoint) =>
        !["deleted", "deleting", "failed", "rejected"].includes(
          (textAt(endpoint, "State") ?? "").toLowerCase(),
        ),
    )
    .map((endpoint) => {
      const id = textAt(endpoint, "VpcEndpointId") ?? "";
      const enis = interfacesFor(lists, new RegExp(`VPC Endpoint Interface ${id.replaceAll(/[^\w-]/g, "")}`));
      return described("aws_vpc_endpoint", id, nameOf(endpoint, id), {
        vpc_id: value(endpoint, "VpcId"),
        service_name: value(endpoint, "ServiceName"),
        vpc_endpoint_type: value(endpoint, "VpcEndpointType"),
        route_table_ids: arrayAt(endpoint, "RouteTableIds"),
        subnet_ids: arrayAt(endpoint, "SubnetIds"),
        security_group_ids: groupIds(arrayAt(endpoint, "Groups")),
        subnet_configuration: enis.map((eni) => ({
          subnet_id: value(eni, "SubnetId"),
          ipv4: value(eni, "PrivateIpAddress"),
        })),
        cidr_blocks: cidrsOfService(lists, textAt(endpoint, "ServiceName")),
      });
    });
}

function cidrsOfService(lists: Lists, service: string | undefined): readonly Json[] {
  const found = list(lists, "PrefixLists").find((each) => textAt(each, "PrefixListName") === service);
  return arrayAt(found, "Cidrs");
}

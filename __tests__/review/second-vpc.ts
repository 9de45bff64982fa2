/** A second VPC beside the small network's, with a machine `far` in it, and the routes between the two. */
import type { JsonObject } from "../../terraform/json";
import { anything, type Change, ref } from "./small-network";

export const secondVpc: Change = {
  aws_vpc: { w: { cidr_block: "10.1.0.0/16" } },
  aws_subnet: { far: { vpc_id: ref("aws_vpc.w"), cidr_block: "10.1.0.0/24" } },
  aws_route_table: { far: { vpc_id: ref("aws_vpc.w") } },
  aws_route_table_association: {
    far: { subnet_id: ref("aws_subnet.far"), route_table_id: ref("aws_route_table.far") },
  },
  aws_security_group: { far: { vpc_id: ref("aws_vpc.w"), ingress: [anything()], egress: [anything()] } },
  aws_instance: {
    far: {
      subnet_id: ref("aws_subnet.far"),
      private_ip: "10.1.0.10",
      vpc_security_group_ids: [ref("aws_security_group.far")],
    },
  },
};

/** A route of one of the tables to a block, by way of this target. */
export function route(name: string, table: string, cidr: string, target: JsonObject): Change {
  const route_table_id = ref(`aws_route_table.${table}`);
  return { aws_route: { [name]: { route_table_id, destination_cidr_block: cidr, ...target } } };
}

/** RDS databases and their subnet groups from `describe-*` output. */

import { arrayAt, at, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { described, type Lists, list, value } from "./lists";

export function databases(lists: Lists): readonly Resource[] {
  return list(lists, "DBInstances").flatMap((database) => {
    const id = textAt(database, "DBInstanceIdentifier") ?? "";
    const group = at(database, "DBSubnetGroup");
    const name = textAt(group, "DBSubnetGroupName") ?? `${id}-subnets`;
    const members = arrayAt(group, "Subnets").flatMap((subnet) => textAt(subnet, "SubnetIdentifier") ?? []);
    return [
      described("aws_db_subnet_group", name, name, { name, subnet_ids: members }),
      described("aws_db_instance", `db:${id}`, id, {
        identifier: id,
        db_subnet_group_name: name,
        vpc_security_group_ids: arrayAt(database, "VpcSecurityGroups").flatMap(
          (each) => textAt(each, "VpcSecurityGroupId") ?? [],
        ),
        port: value(at(database, "Endpoint"), "Port"),
        publicly_accessible: at(database, "PubliclyAccessible") === true,
      }),
    ];
  });
}

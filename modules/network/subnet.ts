/** One subnet with its place in a route table. */
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet as AwsSubnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Cidr, formatCidr } from "../../net/cidr";
import type { PlannedSubnet } from "../addressing/config";
import type { Zone } from "../addressing/zone";
import { BaseStack } from "../terraform/base-stack";
import { nameTag } from "../terraform/name-tag";

/** What a subnet is made of. */
export interface SubnetProps {
  /** Its name, tier, zone and block. */
  readonly planned: PlannedSubnet;
  /** The VPC that it is of. */
  readonly vpcId: string;
  /** The table that it shares with others. @default one of its own, named after it */
  readonly routeTableId?: string;
  /** How the Name tag of its own table ends. */
  readonly tableName: string;
}

/**
 * One subnet with its place in a route table. A network makes it.
 * @example const { subnetId } = network.subnet("private", "a", this);
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
export class Subnet extends Construct {
  /** `public_a` */
  readonly name: string;
  /** The letter of its zone. */
  readonly zone: Zone;
  /** Its block. */
  readonly cidr: Cidr;
  /** The subnet's id, known after apply. */
  readonly subnetId: string;
  /** The id of its route table, known after apply. */
  readonly routeTableId: string;
  /** What must exist before a machine here reaches the internet. */
  readonly wayOut: ITerraformDependable[] = [];

  constructor(scope: Construct, { planned, vpcId, routeTableId, tableName }: SubnetProps) {
    super(scope, planned.name);
    this.name = planned.name;
    this.zone = planned.zone;
    this.cidr = planned.cidr;
    const subnet = new AwsSubnet(this, "subnet", {
      vpcId,
      availabilityZone: `${BaseStack.of(this).region}${planned.zone}`,
      cidrBlock: formatCidr(planned.cidr),
      tags: nameTag(this, "subnet", planned.name),
    });
    this.subnetId = subnet.id;
    this.routeTableId =
      routeTableId ?? new RouteTable(this, "route_table", { vpcId, tags: nameTag(this, "rt", tableName) }).id;
    new RouteTableAssociation(this, "route_table_association", {
      subnetId: subnet.id,
      routeTableId: this.routeTableId,
    });
  }
}

/** One subnet with its place in a route table. */
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet as AwsSubnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Cidr, formatCidr } from "../../net/cidr";
import type { PlannedSubnet } from "../addressing/config";
import type { Zone } from "../addressing/zone";
import { nameTag } from "../machine/machine";
import { BaseStack } from "../terraform/base-stack";

export interface SubnetProps {
  readonly planned: PlannedSubnet;
  readonly vpcId: string;
  /** The table it shares with others; left out, it gets one of its own, named after it. */
  readonly routeTableId?: string;
  /** How the Name tag of its own table ends. */
  readonly tableName: string;
}

export class Subnet extends Construct {
  /** `public_a` */
  readonly name: string;
  readonly zone: Zone;
  readonly cidr: Cidr;
  /** The subnet's id, known after apply. */
  readonly subnetId: string;
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

import { Subnet } from "@cdktf/provider-aws/lib/subnet";

import { good, testFaults } from "../../faults";

testFaults([
  [
    "a zone of another region",
    good(
      (stack, net) =>
        new Subnet(stack, "extra", {
          vpcId: net.vpcId,
          cidrBlock: "10.0.200.0/24",
          availabilityZone: "us-east-1a",
        }),
    ),
    "test: aws_subnet.extra.availability_zone (test/extra): us-east-1a is not in ap-northeast-1, the provider's region; use a zone such as ap-northeast-1a",
  ],
  [
    "a subnet over another",
    good((stack, net) => new Subnet(stack, "extra", { vpcId: net.vpcId, cidrBlock: "10.0.0.0/24" })),
    "test: aws_subnet.extra.cidr_block (test/extra): 10.0.0.0/24 overlaps aws_subnet.public_a; give each subnet a block of its own",
  ],
  [
    "a subnet outside its VPC",
    good((stack, net) => new Subnet(stack, "extra", { vpcId: net.vpcId, cidrBlock: "10.1.0.0/24" })),
    "test: aws_subnet.extra.cidr_block (test/extra): 10.1.0.0/24 is outside the VPC 10.0.0.0/16; use a block inside it",
  ],
]);

import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";

import { good, testFaults } from "../faults";

testFaults([
  [
    "one address for two resources",
    good((stack, net) => new Subnet(stack, "public_a", { vpcId: net.vpcId, cidrBlock: "10.0.200.0/24" })),
    "test: test/public_a: aws_subnet.public_a is already the address of test/network/public_a/subnet; give one of them another id",
  ],
  [
    "ids that would merge",
    good((stack) => {
      for (const id of ["a-b", "a_b"]) new Vpc(stack, id, { cidrBlock: "10.9.0.0/16" });
    }),
    "test: test/a_b: aws_vpc.a_b is already the address of test/a-b; give one of them another id",
  ],
  [
    "an id that is no name",
    good((stack) => new Vpc(stack, "1st", { cidrBlock: "10.9.0.0/16" })),
    'test: test/1st: "1st" cannot be a Terraform name; use letters, digits, _ and -, and start with a letter',
  ],
]);

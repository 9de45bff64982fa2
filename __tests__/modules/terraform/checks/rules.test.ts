import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Role } from "../../../../modules/firewall/role";

import { good, testFaults } from "../../faults";

testFaults([
  [
    "ports that end before they start",
    good((stack, net) => {
      const { groupId } = new Role(stack, "web", { network: net });
      new VpcSecurityGroupIngressRule(stack, "odd", {
        securityGroupId: groupId,
        ipProtocol: "tcp",
        fromPort: 90,
        toPort: 80,
        cidrIpv4: "10.0.0.0/8",
      });
    }),
    "test: aws_vpc_security_group_ingress_rule.odd.from_port (test/odd): ports 90 to 80 end before they start; use 80 to 90",
  ],
]);

import { allow } from "../../../modules/firewall/allow";
import { anywhere, cidr } from "../../../modules/firewall/peer";
import { Role } from "../../../modules/firewall/role";
import { http, ssh, tcp } from "../../../net/traffic";

import { good, network, testFaults } from "../faults";

testFaults([
  [
    "a source that is no block",
    good((stack, net) => allow(cidr("10.0.0.1/8"), new Role(stack, "web", { network: net }), ssh)),
    'test: allow: "10.0.0.1/8" is not a CIDR block; write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32',
  ],
  [
    "a rule said twice",
    good((stack, net) => {
      const web = new Role(stack, "web", { network: net });
      allow(anywhere, web, http);
      allow(anywhere, web, tcp(80));
    }),
    "test: web_http_from_anywhere: this rule is said twice; remove one of them",
  ],
  [
    "a rule that another one equals",
    good((stack, net) => {
      const web = new Role(stack, "web", { network: net });
      allow(anywhere, web, http);
      allow(cidr("0.0.0.0/0", "everybody"), web, http);
    }),
    "test: aws_vpc_security_group_ingress_rule.web_http_from_everybody (test/web/http_from_everybody/ingress_rule): admits exactly what aws_vpc_security_group_ingress_rule.web_http_from_anywhere admits, which AWS refuses; remove one of them",
  ],
  [
    "a rule of the default group",
    network({ defaultGroup: "members" }, (stack, net) =>
      allow(new Role(stack, "web", { network: net }), net.defaultGroup, ssh),
    ),
    "test: allow: the VPC's default group takes no rules of its own; give the machine a role, and allow that",
  ],
]);

/** Where things stand, in any stack: addresses in their subnets, balancers, NAT gateways and databases in fitting ones. */
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { WebServer } from "../../../../modules/compute/web-server";

import { type Build, good, testFaults } from "../../faults";

const server = (props: object): Build =>
  good((stack, net) => new WebServer(stack, "web", { network: net, zone: "a", ...props }));

testFaults([
  [
    "an address outside its subnet",
    server({ address: "10.0.0.10" }),
    "test: aws_instance.web.private_ip (test/web/instance): 10.0.0.10 is not in aws_subnet.private_a (10.0.64.0/21); use an address of 10.0.64.0/21",
  ],
  [
    "an address that AWS keeps",
    server({ address: "10.0.64.3" }),
    "test: aws_instance.web.private_ip (test/web/instance): 10.0.64.3 is one of the five addresses that AWS keeps of 10.0.64.0/21; use one from 10.0.64.4 to 10.0.71.254",
  ],
  [
    "the broadcast address",
    server({ address: "10.0.71.255" }),
    "test: aws_instance.web.private_ip (test/web/instance): 10.0.71.255 is one of the five addresses that AWS keeps of 10.0.64.0/21; use one from 10.0.64.4 to 10.0.71.254",
  ],
  [
    "one address for two servers",
    good((stack, net) => {
      for (const id of ["one", "two"])
        new WebServer(stack, id, { network: net, zone: "a", address: "10.0.64.10" });
    }),
    "test: aws_instance.two.private_ip (test/two/instance): 10.0.64.10 is already used by aws_instance.one.private_ip; use another address",
  ],
  [
    "a NAT gateway in a private subnet",
    good(
      (stack, net) => new NatGateway(stack, "lost", { subnetId: net.subnet("private", "a", stack).subnetId }),
    ),
    "test: aws_nat_gateway.lost.subnet_id (test/lost): aws_subnet.private_a has no route to an internet gateway, so the NAT gateway goes nowhere; place it in a public subnet",
  ],
  [
    "a balancer in private subnets of one zone",
    good(
      (stack, net) =>
        new Lb(stack, "hidden", {
          loadBalancerType: "application",
          subnets: [net.subnet("private", "a", stack).subnetId],
        }),
    ),
    "test: aws_lb.hidden.subnets (test/hidden): only zone ap-northeast-1a: a load balancer needs subnets in two zones; add a subnet in a second zone",
    "test: aws_lb.hidden.subnets (test/hidden): aws_subnet.private_a has no route to an internet gateway, so nobody on the internet reaches the balancer there; place an internet-facing load balancer in public subnets",
  ],
  [
    "a subnet group in one zone",
    good(
      (stack, net) =>
        new DbSubnetGroup(stack, "narrow", { subnetIds: [net.subnet("private", "a", stack).subnetId] }),
    ),
    "test: aws_db_subnet_group.narrow.subnet_ids (test/narrow): only zone ap-northeast-1a: RDS needs subnets in two zones; add a subnet in a second zone",
  ],
  [
    "an interface outside its subnet",
    good(
      (stack, net) =>
        new NetworkInterface(stack, "card", {
          subnetId: net.subnet("private", "a", stack).subnetId,
          privateIps: ["10.0.0.9"],
        }),
    ),
    "test: aws_network_interface.card.private_ip (test/card): 10.0.0.9 is not in aws_subnet.private_a (10.0.64.0/21); use an address of 10.0.64.0/21",
  ],
]);

/** Whose an address is: of one private address, of a machine with several, of an interface that no machine has, of nobody. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../review/model/build";
import { queryable } from "../../../review/reach/answer";
import { readDescribe } from "../../../review/read/describe/describe";
import type { Json } from "../../../terraform/json";
import { ask, line } from "../asking";
import { acl, type Change, ref } from "../small-network";
import { testRows } from "./rows";

/** A second interface of `web`, in the private subnet, with two addresses, which an Elastic IP leads to. */
const inside = (more: Record<string, Json> = {}): Change => ({
  aws_network_interface: {
    inside: {
      subnet_id: ref("aws_subnet.private"),
      private_ips: ["10.0.1.30", "10.0.1.31"],
      security_groups: [ref("aws_security_group.open")],
      ...more,
    },
  },
});
const attached: Change = {
  aws_network_interface_attachment: {
    inside: {
      instance_id: ref("aws_instance.web"),
      network_interface_id: ref("aws_network_interface.inside"),
      device_index: 1,
    },
  },
};
const elastic = (more: Record<string, Json>): Change => ({
  aws_eip: { inside: { public_ip: "203.0.113.30" } },
  aws_eip_association: { inside: { allocation_id: ref("aws_eip.inside"), ...more } },
});
const ofInside = { network_interface_id: ref("aws_network_interface.inside") };
const straight: Change = {
  aws_route: { private: { nat_gateway_id: null, gateway_id: ref("aws_internet_gateway.v") } },
};
const second = [inside(), attached, straight, elastic({ ...ofInside, private_ip_address: "10.0.1.31" })];
const first = [inside(), attached, straight, elastic(ofInside)];
const some = [inside(), attached, straight, elastic({ ...ofInside, private_ip_address: "${var.which}" })];
const loose = [inside(), straight, elastic(ofInside)];

testRows([
  ["of the second address", second, "10.0.1.31 → 198.51.100.9 tcp/443", "reachable: inside → private → igw"],
  [
    "and not of the first",
    second,
    "10.0.1.30 → 198.51.100.9 tcp/443",
    "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at inside",
  ],
  [
    "comes in at the second",
    second,
    "198.51.100.9 → 203.0.113.30 tcp/22",
    "reachable: igw → private → inside",
  ],
  [
    "and not at the first",
    second,
    "198.51.100.9 → 10.0.1.30 tcp/22",
    "blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at inside",
  ],
  [
    "of the first where nothing is said",
    first,
    "10.0.1.30 → 198.51.100.9 tcp/443",
    "reachable: inside → private → igw",
  ],
  [
    "and not of the second",
    first,
    "10.0.1.31 → 198.51.100.9 tcp/443",
    "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at inside",
  ],
  [
    "of which is not known",
    some,
    "10.0.1.30 → 198.51.100.9 tcp/443",
    "unknown: aws_eip_association.inside.private_ip_address",
  ],
  [
    "no machine has the interface here",
    loose,
    "198.51.100.9 → inside tcp/22",
    "unknown: aws_network_interface.inside",
  ],
  ["no machine has it, and it sends", loose, "inside → db tcp/22", "unknown: aws_network_interface.inside"],
]);

const shut = acl("private", [], []);
const toItself: Change = {
  aws_route: {
    web: {
      route_table_id: ref("aws_route_table.private"),
      destination_cidr_block: "10.0.0.0/24",
      network_interface_id: "${aws_instance.web.primary_network_interface_id}",
    },
  },
};
const someMachine: Change = {
  aws_eip: { web: null, any: {} },
  aws_eip_association: {
    any: { allocation_id: ref("aws_eip.any"), instance_id: "${data.aws_instance.mine.id}" },
  },
};
const someInterface: Change = {
  aws_security_group: { shut: { vpc_id: ref("aws_vpc.v"), ingress: [] } },
  aws_instance: { db: { vpc_security_group_ids: [ref("aws_security_group.shut")] } },
  aws_network_interface_sg_attachment: {
    more: {
      security_group_id: ref("aws_security_group.open"),
      network_interface_id: "${data.aws_network_interface.mine.id}",
    },
  },
};

testRows([
  ["a machine to itself", [inside(), attached, shut], "10.0.0.10 → 10.0.1.30 tcp/22", "reachable: "],
  [
    "another machine",
    [inside(), attached, shut],
    "10.0.1.10 → 10.0.0.10 tcp/22",
    "blocked: SUBNET_ACL_RESTRICTION at private",
  ],
  ["a route to the interface that is meant", toItself, "db → web tcp/22", "reachable: db → private → web"],
  ["and its reply", toItself, "web → db tcp/22", "reachable: web → db"],
  [
    "past it, the check stops",
    toItself,
    "db → 10.0.0.77 tcp/22",
    "blocked: ENI_SOURCE_DEST_CHECK_RESTRICTION at web",
  ],
  [
    "an Elastic IP of some machine",
    someMachine,
    "internet → web tcp/80",
    "unknown: aws_eip_association.any.instance_id",
  ],
  [
    "a group put on some interface",
    someInterface,
    "web → db tcp/22",
    "unknown: aws_network_interface_sg_attachment.more.network_interface_id",
  ],
]);

/** What a whole account tells, as only a dump can. */
const account = (more: Record<string, Json>) => {
  const anything = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const entry = { RuleNumber: 100, RuleAction: "allow", Protocol: "-1", CidrBlock: "0.0.0.0/0" };
  const eni = (id: string, address: string, settings: Record<string, Json>): Json => ({
    NetworkInterfaceId: id,
    SubnetId: "subnet-1",
    PrivateIpAddress: address,
    Groups: [{ GroupId: "sg-1" }],
    ...settings,
  });
  return queryable(
    buildNetwork(
      readDescribe([
        {
          place: "dump",
          json: {
            Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.7.0.0/16" }],
            Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.7.0.0/24" }],
            InternetGateways: [
              { InternetGatewayId: "igw-1", Attachments: [{ State: "available", VpcId: "vpc-1" }] },
            ],
            RouteTables: [
              {
                RouteTableId: "rtb-1",
                VpcId: "vpc-1",
                Routes: [
                  { DestinationCidrBlock: "10.7.0.0/16", GatewayId: "local", State: "active" },
                  { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" },
                ],
                Associations: [{ Main: true }],
              },
            ],
            NetworkAcls: [
              {
                NetworkAclId: "acl-1",
                VpcId: "vpc-1",
                IsDefault: true,
                Associations: [{ SubnetId: "subnet-1" }],
                Entries: [
                  { ...entry, Egress: false },
                  { ...entry, Egress: true },
                ],
              },
            ],
            SecurityGroups: [
              { GroupId: "sg-1", VpcId: "vpc-1", IpPermissions: [anything], IpPermissionsEgress: [anything] },
            ],
            NetworkInterfaces: [
              eni("eni-used", "10.7.0.10", { Status: "in-use", Association: { PublicIp: "198.18.5.1" } }),
              eni("eni-free", "10.7.0.11", { Status: "available", Association: { PublicIp: "198.18.5.2" } }),
            ],
            ...more,
          },
        },
      ]),
    ),
  );
};
const gone = (address: string): Json => ({
  NatGatewayId: `nat-${address}`,
  SubnetId: "subnet-1",
  State: "deleted",
  NatGatewayAddresses: [{ PublicIp: address, PrivateIp: "10.7.0.40" }],
});
const whole = account({
  Addresses: [
    { AllocationId: "eipalloc-1", PublicIp: "198.18.5.3" },
    { AllocationId: "eipalloc-2", PublicIp: "198.18.5.2", AssociationId: "eipassoc-2" },
  ],
  NatGateways: [gone("198.18.5.3"), gone("198.18.5.4")],
});

test.each([
  ["an interface that a machine has", "internet", "198.18.5.1", "reachable: igw → subnet-1 → eni-used"],
  ["an interface that none has", "internet", "198.18.5.2", "blocked: UNASSOCIATED_COMPONENT at eni-free"],
  ["inside the VPC too", "10.7.0.10", "10.7.0.11", "blocked: UNASSOCIATED_COMPONENT at eni-free"],
  ["an Elastic IP that nothing uses", "10.7.0.10", "198.18.5.3", "blocked: UNASSOCIATED_COMPONENT at igw"],
  ["called from outside", "internet", "198.18.5.3", "blocked: UNASSOCIATED_COMPONENT at 198.18.5.3/32"],
  ["one that was given back", "10.7.0.10", "198.18.5.4", "unknown: nat-198.18.5.4"],
])("%s: %s → %s", (_, from, to, verdict) => {
  expect(line(ask(whole, from, to, "tcp/443"))).toBe(verdict);
});

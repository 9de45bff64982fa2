/** Random networks as plain data, and the same as resources for the checker. */
import fc from "fast-check";
import type { NetworkInput, Resource, Value } from "../../../terraform/values";

export interface RuleSpec {
  readonly direction: "in" | "out";
  readonly protocol: "tcp" | "icmp" | "-1";
  readonly from: number;
  readonly to: number;
  /** A CIDR block, or the number of a group. */
  readonly peer: string | number;
}

export interface AclRuleSpec {
  readonly direction: "in" | "out";
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "-1";
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

export interface SubnetSpec {
  readonly vpc: number;
  readonly way: "igw" | "nat" | "instance" | "none";
  readonly acl: readonly AclRuleSpec[] | undefined;
}

export interface MachineSpec {
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly isPublic: boolean;
}

export interface Spec {
  readonly subnets: readonly SubnetSpec[];
  readonly groups: readonly (readonly RuleSpec[])[];
  readonly machines: readonly MachineSpec[];
  readonly peered: boolean;
  /** Whether the NAT instance's source/destination check is off. */
  readonly forwards: boolean;
}

export const privateIp = (spec: Spec, machine: number): string =>
  `10.${spec.subnets[spec.machines[machine]?.subnet ?? 0]?.vpc ?? 0}.${spec.machines[machine]?.subnet ?? 0}.${10 + machine}`;
export const publicIp = (machine: number): string => `52.0.0.${10 + machine}`;
export const subnetCidr = ({ subnets }: Spec, subnet: number): string =>
  `10.${subnets[subnet]?.vpc ?? 0}.${subnet}.0/24`;

const CIDRS = [
  "0.0.0.0/0",
  "10.0.0.0/16",
  "10.1.0.0/16",
  "10.0.0.0/24",
  "10.0.1.0/24",
  "52.0.0.0/8",
  "52.0.0.10/31",
  "203.0.113.0/24",
  "0.0.0.0/1",
];
const port = fc.constantFrom(0, 22, 80, 443, 65_535);
const range = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const rule = (groups: number): fc.Arbitrary<RuleSpec> =>
  fc
    .record({
      direction: fc.constantFrom("in" as const, "out" as const),
      protocol: fc.constantFrom("tcp" as const, "tcp" as const, "icmp" as const, "-1" as const),
      range,
      peer: fc.oneof(fc.constantFrom(...CIDRS), fc.nat(groups - 1)),
    })
    .map(({ range: ports, ...rest }) => ({
      ...rest,
      ...(rest.protocol === "icmp" ? { from: 8, to: -1 } : ports),
    }));
const aclRule: fc.Arbitrary<AclRuleSpec> = fc
  .record({
    direction: fc.constantFrom("in" as const, "out" as const),
    number: fc.integer({ min: 1, max: 9 }),
    action: fc.constantFrom("allow" as const, "allow" as const, "deny" as const),
    protocol: fc.constantFrom("tcp" as const, "-1" as const),
    range: fc.constantFrom(
      { from: 0, to: 65_535 },
      { from: 1024, to: 65_535 },
      { from: 22, to: 80 },
      { from: 40_000, to: 50_000 },
    ),
    cidr: fc.constantFrom(...CIDRS),
  })
  .map(({ range: ports, ...rest }) => ({ ...rest, ...ports }));
const acl = fc.option(
  fc.uniqueArray(aclRule, {
    minLength: 2,
    maxLength: 5,
    selector: ({ direction, number }) => `${direction}${number}`,
  }),
  { nil: undefined, freq: 3 },
);

const GROUPS = 3;
/** Subnet 0 is the public one of VPC 0, where the NAT gateway and the NAT instance (machine 0) stand. */
export const specs: fc.Arbitrary<Spec> = fc
  .record({
    first: acl,
    others: fc.array(
      fc.record({
        vpc: fc.constantFrom(0, 0, 0, 1),
        way: fc.constantFrom("igw" as const, "nat" as const, "instance" as const, "none" as const),
        acl,
      }),
      { minLength: 1, maxLength: 3 },
    ),
    groups: fc.array(fc.array(rule(GROUPS), { maxLength: 5 }), { minLength: GROUPS, maxLength: GROUPS }),
    machines: fc.array(
      fc.record({
        subnet: fc.nat(3),
        groups: fc.uniqueArray(fc.nat(GROUPS - 1), { minLength: 1, maxLength: 2 }),
        isPublic: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    nat: fc.uniqueArray(fc.nat(GROUPS - 1), { minLength: 1, maxLength: 2 }),
    peered: fc.boolean(),
    forwards: fc.boolean(),
  })
  .map(({ first, others, groups, machines, nat, peered, forwards }) => {
    const subnets: SubnetSpec[] = [
      { vpc: 0, way: "igw", acl: first },
      ...others.map((each) =>
        each.vpc === 1 && each.way !== "none" ? { ...each, way: "igw" as const } : each,
      ),
    ];
    const all = [
      { subnet: 0, groups: nat, isPublic: true },
      ...machines.map((each) => ({ ...each, subnet: each.subnet % subnets.length })),
    ];
    return { subnets, groups, machines: all, peered, forwards };
  });

export function resourcesOf(spec: Spec): readonly Resource[] {
  return [...placesOf(spec), ...groupsOf(spec), ...machinesOf(spec)];
}

export function inputOf(resources: readonly Resource[]): NetworkInput {
  return { form: "state", resources, variables: new Map(), unknowns: [] };
}

function made(type: string, name: string, values: Record<string, Value>): Resource {
  return { address: `${type}.${name}`, type, name, values: { id: `${type}-${name}`, ...values } };
}

function placesOf(spec: Spec): readonly Resource[] {
  const vpcs = [0, 1].flatMap((vpc) => [
    made("aws_vpc", `v${vpc}`, { cidr_block: `10.${vpc}.0.0/16` }),
    made("aws_internet_gateway", `v${vpc}`, { vpc_id: `aws_vpc-v${vpc}` }),
  ]);
  const peering = made("aws_vpc_peering_connection", "p", {
    vpc_id: "aws_vpc-v0",
    peer_vpc_id: "aws_vpc-v1",
    auto_accept: true,
  });
  const eip = made("aws_eip", "nat", { public_ip: "52.0.0.9" });
  const nat = made("aws_nat_gateway", "nat", {
    subnet_id: "aws_subnet-s0",
    allocation_id: "aws_eip-nat",
    private_ip: "10.0.0.9",
    public_ip: "52.0.0.9",
  });
  const subnets = spec.subnets.flatMap(({ vpc, way, acl: rules }, i) => [
    made("aws_subnet", `s${i}`, { vpc_id: `aws_vpc-v${vpc}`, cidr_block: subnetCidr(spec, i) }),
    made("aws_route_table", `s${i}`, { vpc_id: `aws_vpc-v${vpc}`, route: routesOf(spec, vpc, way) }),
    made("aws_route_table_association", `s${i}`, {
      subnet_id: `aws_subnet-s${i}`,
      route_table_id: `aws_route_table-s${i}`,
    }),
    ...(rules === undefined ? [] : [aclOf(vpc, i, rules)]),
  ]);
  return [...vpcs, ...(spec.peered ? [peering] : []), eip, nat, ...subnets];
}

function routesOf({ peered }: Spec, vpc: number, way: SubnetSpec["way"]): Value {
  const targets = {
    igw: { gateway_id: `aws_internet_gateway-v${vpc}` },
    nat: { nat_gateway_id: "aws_nat_gateway-nat" },
    instance: { instance_id: "aws_instance-m0" },
  };
  const out = way === "none" ? [] : [{ cidr_block: "0.0.0.0/0", ...targets[way] }];
  return [
    ...out,
    ...(peered
      ? [{ cidr_block: `10.${1 - vpc}.0.0/16`, vpc_peering_connection_id: "aws_vpc_peering_connection-p" }]
      : []),
  ];
}

function aclOf(vpc: number, subnet: number, rules: readonly AclRuleSpec[]): Resource {
  const of = (direction: "in" | "out"): Value =>
    rules
      .filter((each) => each.direction === direction)
      .map(({ number, action, protocol, from, to, cidr }) => ({
        rule_no: number,
        action,
        protocol,
        from_port: from,
        to_port: to,
        cidr_block: cidr,
      }));
  return made("aws_network_acl", `s${subnet}`, {
    vpc_id: `aws_vpc-v${vpc}`,
    subnet_ids: [`aws_subnet-s${subnet}`],
    ingress: of("in"),
    egress: of("out"),
  });
}

function groupsOf({ groups }: Spec): readonly Resource[] {
  return groups.map((rules, i) => {
    const of = (direction: "in" | "out"): Value =>
      rules
        .filter((each) => each.direction === direction)
        .map(({ protocol, from, to, peer }) => ({
          protocol,
          from_port: from,
          to_port: to,
          ...(typeof peer === "string"
            ? { cidr_blocks: [peer] }
            : { security_groups: [`aws_security_group-g${peer}`] }),
        }));
    return made("aws_security_group", `g${i}`, {
      vpc_id: "aws_vpc-v0",
      ingress: of("in"),
      egress: of("out"),
    });
  });
}

function machinesOf(spec: Spec): readonly Resource[] {
  return spec.machines.map(({ subnet, groups, isPublic }, i) =>
    made("aws_instance", `m${i}`, {
      subnet_id: `aws_subnet-s${subnet}`,
      private_ip: privateIp(spec, i),
      public_ip: isPublic ? publicIp(i) : "",
      vpc_security_group_ids: groups.map((group) => `aws_security_group-g${group}`),
      source_dest_check: !(i === 0 && spec.forwards),
    }),
  );
}

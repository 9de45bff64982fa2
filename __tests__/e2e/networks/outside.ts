/** What Terraform made, asked of AWS itself: each function takes a Terraform address and describes what is there. */
import {
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  type Instance,
  type NetworkInterface,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { Account } from "../terraform/account";
import type { Stage } from "../terraform/story";

export interface Outside {
  readonly account: Account;
  /** @throws {Error} when Terraform's state has no such address */
  idOf(address: string): string;
  /** The Terraform address of what has this id, without `aws_`, or the id itself. */
  nameOf(id: string | undefined): string;
}

export async function lookFromOutside({ workspace, account }: Stage): Promise<Outside> {
  const ids = await workspace.state();
  const names = new Map([...ids].map(([address, id]) => [id, address.replace(/^aws_/, "")]));
  return {
    account,
    idOf(address) {
      const id = ids.get(address);
      if (id === undefined) throw new Error(`${address} is not in the state: ${[...ids.keys()].join(", ")}`);
      return id;
    },
    nameOf: (id = "nothing") => names.get(id) ?? id,
  };
}

export async function instanceAt({ account, idOf }: Outside, address: string): Promise<Instance> {
  const InstanceIds = [idOf(address)];
  const { Reservations } = await account.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
  return only(
    address,
    Reservations?.flatMap((reservation) => reservation.Instances ?? []),
  );
}

export async function interfaceAt({ account, idOf }: Outside, address: string): Promise<NetworkInterface> {
  const NetworkInterfaceIds = [idOf(address)];
  const found = await account.ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }));
  return only(address, found.NetworkInterfaces);
}

/** The script as the machine reads it. */
export async function userDataAt({ account, idOf }: Outside, address: string): Promise<string> {
  const request = { InstanceId: idOf(address), Attribute: "userData" } as const;
  const { UserData } = await account.ec2.send(new DescribeInstanceAttributeCommand(request));
  return Buffer.from(UserData?.Value ?? "", "base64").toString("utf8");
}

/** `0.0.0.0/0 → nat_gateway.nat_a`, with ` (blackhole)` behind it where that is so; local routes are left out. */
export async function routesAt({ account, idOf, nameOf }: Outside, address: string): Promise<string[]> {
  const RouteTableIds = [idOf(address)];
  const { RouteTables } = await account.ec2.send(new DescribeRouteTablesCommand({ RouteTableIds }));
  return (only(address, RouteTables).Routes ?? [])
    .filter((route) => route.GatewayId !== "local")
    .map((route) => {
      const target = route.NatGatewayId ?? route.NetworkInterfaceId ?? route.GatewayId;
      const state = route.State === "active" ? "" : ` (${route.State})`;
      return `${route.DestinationCidrBlock ?? route.DestinationPrefixListId} → ${nameOf(target)}${state}`;
    })
    .sort();
}

/** `in tcp/80 from security_group.alb`, `out all to 0.0.0.0/0`; sorted. */
export async function rulesAt(outside: Outside, address: string): Promise<string[]> {
  const Filters = [{ Name: "group-id", Values: [outside.idOf(address)] }];
  const found = await outside.account.ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  return (found.SecurityGroupRules ?? []).map((rule) => sentenceOf(outside, rule)).sort();
}

function sentenceOf({ nameOf }: Outside, rule: SecurityGroupRule): string {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo } = rule;
  const ports =
    FromPort === undefined || FromPort === -1 ? "" : `/${FromPort}${ToPort === FromPort ? "" : `-${ToPort}`}`;
  const traffic = IpProtocol === "-1" ? "all" : `${IpProtocol}${ports}`;
  const peer = CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? nameOf(ReferencedGroupInfo?.GroupId);
  return rule.IsEgress ? `out ${traffic} to ${peer}` : `in ${traffic} from ${peer}`;
}

/** The Elastic IP: the public address, its allocation, and the Terraform name of what holds it (`nothing`: nobody). */
export async function elasticAddressAt(outside: Outside, address: string) {
  const AllocationIds = [outside.idOf(address)];
  const { Addresses } = await outside.account.ec2.send(new DescribeAddressesCommand({ AllocationIds }));
  const { AllocationId, PublicIp, InstanceId, NetworkInterfaceId } = only(address, Addresses);
  const holder = InstanceId || (await natGatewayOf(outside, NetworkInterfaceId)) || NetworkInterfaceId;
  return { AllocationId, PublicIp, holder: outside.nameOf(holder) };
}

/** A NAT gateway holds its address through an interface of its own. */
async function natGatewayOf(
  { account }: Outside,
  interfaceId: string | undefined,
): Promise<string | undefined> {
  const { NatGateways = [] } = await account.ec2.send(new DescribeNatGatewaysCommand());
  return NatGateways.find(({ NatGatewayAddresses = [] }) =>
    NatGatewayAddresses.some(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId),
  )?.NatGatewayId;
}

/** The Terraform names of a machine's security groups, sorted. */
export function groupsOf({ nameOf }: Outside, { SecurityGroups = [] }: Instance): string[] {
  return SecurityGroups.map((group) => nameOf(group.GroupId)).sort();
}

function only<T>(address: string, found: readonly T[] | undefined): T {
  const [one, ...more] = found ?? [];
  if (one === undefined || more.length > 0)
    throw new Error(`${address}: ${found?.length ?? 0} found in AWS, not one`);
  return one;
}

/** Reads the output of `aws … describe-*` calls: each thing becomes the resource that Terraform would make of it. */

import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import { type NetworkInput, type Resource, Unknown } from "../../../terraform/values";
import { firewalls } from "./firewalls";
import { type DescribeFile, described, groupIds, type Lists, list, listsOf, nameOf, value } from "./lists";
import { balancing } from "./load-balancers";
import { carriers, isServices } from "./not-modelled";
import { routing } from "./routing";

export function readDescribe(files: readonly DescribeFile[]): NetworkInput {
  const lists = listsOf(files);
  const resources = [
    ...places(lists),
    ...machines(lists),
    ...routing(lists),
    ...firewalls(lists),
    ...balancing(lists),
    ...carriers(files, lists),
  ];
  return { form: "describe", resources, variables: new Map(), unknowns: unread(lists) };
}

function places(lists: Lists): readonly Resource[] {
  const vpcs = list(lists, "Vpcs").flatMap((vpc) => {
    const id = textAt(vpc, "VpcId") ?? "";
    const more = arrayAt(vpc, "CidrBlockAssociationSet").filter(
      (each) => textAt(each, "CidrBlock") !== textAt(vpc, "CidrBlock"),
    );
    const six = arrayAt(vpc, "Ipv6CidrBlockAssociationSet");
    return [
      described("aws_vpc", id, nameOf(vpc, id), { cidr_block: value(vpc, "CidrBlock") }),
      ...more
        .filter((each) => isAssociated(each, "CidrBlockState"))
        .map((each, i) =>
          described("aws_vpc_ipv4_cidr_block_association", `${id}-cidr-${i}`, id, {
            vpc_id: id,
            cidr_block: value(each, "CidrBlock"),
          }),
        ),
      ...six
        .filter((each) => isAssociated(each, "Ipv6CidrBlockState"))
        .map((each, i) =>
          described("aws_vpc_ipv6_cidr_block_association", `${id}-cidr6-${i}`, id, {
            vpc_id: id,
            ipv6_cidr_block: value(each, "Ipv6CidrBlock"),
          }),
        ),
    ];
  });
  const subnets = list(lists, "Subnets").map((subnet) => {
    const id = textAt(subnet, "SubnetId") ?? "";
    const six = arrayAt(subnet, "Ipv6CidrBlockAssociationSet").find((each) =>
      isAssociated(each, "Ipv6CidrBlockState"),
    );
    return described("aws_subnet", id, nameOf(subnet, id), {
      vpc_id: value(subnet, "VpcId"),
      cidr_block: value(subnet, "CidrBlock"),
      ipv6_cidr_block: value(six, "Ipv6CidrBlock"),
      availability_zone: value(subnet, "AvailabilityZone"),
    });
  });
  return [...vpcs, ...subnets];
}

function isAssociated(association: Json, key: string): boolean {
  const state = textAt(at(association, key), "State");
  return state === undefined || state === "associated";
}

function machines(lists: Lists): readonly Resource[] {
  const instances = list(lists, "Reservations").flatMap((reservation) => arrayAt(reservation, "Instances"));
  const running = instances.filter((instance) => textAt(at(instance, "State"), "Name") !== "terminated");
  const separate = new Set(list(lists, "NetworkInterfaces").map((eni) => textAt(eni, "NetworkInterfaceId")));
  return [
    ...running.map(instanceOf),
    ...list(lists, "NetworkInterfaces")
      .filter((eni) => !isManaged(eni) && !isServices(eni))
      .map(interfaceOf),
    // Dumps without interfaces tell them inside the instances.
    ...running.flatMap((instance) =>
      arrayAt(instance, "NetworkInterfaces")
        .filter((eni) => !separate.has(textAt(eni, "NetworkInterfaceId")))
        .map(interfaceOf),
    ),
  ];
}

function instanceOf(instance: Json): Resource {
  const id = textAt(instance, "InstanceId") ?? "";
  const bought = arrayAt(instance, "ProductCodes").some(
    (code) => textAt(code, "ProductCodeType") === "marketplace",
  );
  const enis = arrayAt(instance, "NetworkInterfaces");
  return described("aws_instance", id, nameOf(instance, id), {
    subnet_id: value(instance, "SubnetId"),
    private_ip: value(instance, "PrivateIpAddress"),
    public_ip: textAt(instance, "PublicIpAddress") ?? "",
    vpc_security_group_ids: groupIds(arrayAt(instance, "SecurityGroups")),
    source_dest_check: value(instance, "SourceDestCheck"),
    instance_state: textAt(at(instance, "State"), "Name"),
    network_interface: enis.map((eni) => ({
      network_interface_id: textAt(eni, "NetworkInterfaceId") ?? "",
      device_index: Number(at(at(eni, "Attachment"), "DeviceIndex") ?? 0),
    })),
    ...(bought ? { appliance: true } : {}),
  });
}

function interfaceOf(eni: Json): Resource {
  const id = textAt(eni, "NetworkInterfaceId") ?? "";
  const addresses = arrayAt(eni, "PrivateIpAddresses").flatMap(
    (each) => textAt(each, "PrivateIpAddress") ?? [],
  );
  const own = textAt(eni, "PrivateIpAddress");
  const name = nameOf(eni, textAt(eni, "Description") ?? id);
  return described("aws_network_interface", id, name, {
    subnet_id: value(eni, "SubnetId"),
    private_ip: own,
    private_ips: own === undefined ? addresses : [own, ...addresses.filter((address) => address !== own)],
    public_ip: textAt(at(eni, "Association"), "PublicIp") ?? "",
    ipv6_addresses: arrayAt(eni, "Ipv6Addresses").flatMap((each) => textAt(each, "Ipv6Address") ?? []),
    security_groups: groupIds(arrayAt(eni, "Groups")),
    source_dest_check: value(eni, "SourceDestCheck"),
  });
}

/** Interfaces of balancers, NAT gateways, endpoints and transit gateways are told with their owners. */
function isManaged(eni: Json): boolean {
  const type = textAt(eni, "InterfaceType") ?? "interface";
  const description = textAt(eni, "Description") ?? "";
  return (
    [
      "nat_gateway",
      "network_load_balancer",
      "vpc_endpoint",
      "gateway_load_balancer",
      "gateway_load_balancer_endpoint",
      "transit_gateway",
      "load_balancer",
    ].includes(type) ||
    /^(ELB |Interface for NAT Gateway|VPC Endpoint Interface|Network Interface for Transit Gateway|RDSNetworkInterface)/.test(
      description,
    )
  );
}

function unread(lists: Lists): readonly Unknown[] {
  return list(lists, "VpnConnections").flatMap((vpn) => {
    const id = textAt(vpn, "VpnConnectionId") ?? "a VPN connection";
    return textAt(vpn, "State") === "deleted" ? [] : [new Unknown(id, "VPN connections are not modelled")];
  });
}

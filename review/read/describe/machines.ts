/** Instances and network interfaces from `describe-*` output. */
import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { described, groupIds, type Lists, list, nameOf, value } from "./lists";

import { isServices } from "./not-modelled";

export function machines(lists: Lists): readonly Resource[] {
  const instances = list(lists, "Reservations").flatMap((reservation) => arrayAt(reservation, "Instances"));
  const running = instances.filter((instance) => textAt(at(instance, "State"), "Name") !== "terminated");
  const separate = new Set(list(lists, "NetworkInterfaces").map((eni) => textAt(eni, "NetworkInterfaceId")));
  return [
    ...running.map(instanceOf),
    ...list(lists, "NetworkInterfaces")
      .filter((eni) => !isManaged(eni) && !isServices(eni))
      .flatMap((eni) => [interfaceOf(eni), ...furtherPublics(eni)]),
    ...unused(lists),
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
    status: value(eni, "Status"),
  });
}

/** The public addresses of its private ones after the first. */
function furtherPublics(eni: Json): readonly Resource[] {
  const id = textAt(eni, "NetworkInterfaceId") ?? "";
  return arrayAt(eni, "PrivateIpAddresses").flatMap((each) => {
    const address = textAt(each, "PrivateIpAddress");
    const publicIp = textAt(at(each, "Association"), "PublicIp");
    if (address === undefined || publicIp === undefined || address === textAt(eni, "PrivateIpAddress"))
      return [];
    return [
      described("aws_eip_association", `${id} ${address}`, address, {
        network_interface_id: id,
        private_ip_address: address,
        public_ip: publicIp,
      }),
    ];
  });
}

/** The account's Elastic IPs. */
function unused(lists: Lists): readonly Resource[] {
  return list(lists, "Addresses").map((address) => {
    const id = textAt(address, "AllocationId") ?? textAt(address, "PublicIp") ?? "";
    return described("aws_eip", id, nameOf(address, id), {
      public_ip: value(address, "PublicIp"),
      association_id: value(address, "AssociationId"),
    });
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
